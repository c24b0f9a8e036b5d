import { useQuery } from '@tanstack/react-query';
import { compliance } from '../../desk/tutti.ts';
import { complianceKey } from '../shared/keys.ts';

/** How the school stands; several pages show a part of it. */
export const useOverview = () =>
  useQuery({ queryKey: [...complianceKey, 'overview'], queryFn: () => compliance.overview() });
