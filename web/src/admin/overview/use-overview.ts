import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../desk/language.ts';
import { compliance } from '../../desk/tutti.ts';
import { complianceKey } from '../shared/keys.ts';

/** How the school stands; several pages show a part of it. */
export function useOverview() {
  const locale = useLanguage();
  return useQuery({
    queryKey: [...complianceKey, 'overview', locale],
    queryFn: () => compliance.overview(),
  });
}
