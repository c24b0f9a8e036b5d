import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../desk/language.ts';
import { missionsAlone } from '../../desk/tutti.ts';

/** [ALO-1] */
export function useMissionMap() {
  const locale = useLanguage();
  return useQuery({ queryKey: ['missions-alone', locale], queryFn: missionsAlone.map });
}
