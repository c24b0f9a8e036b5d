import { useQuery } from '@tanstack/react-query';
import { security } from '../tutti.ts';
import { type FieldRule, filled, optional } from './field-rules.ts';

/** Whoever comes in through the school may have no password of the own; then the field stays empty. */
export function useOwnProof(): { mayHaveNone: boolean; password: FieldRule } {
  const { data: providers = [] } = useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: security.providers,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const mayHaveNone = providers.length > 0;
  return { mayHaveNone, password: mayHaveNone ? optional(200) : filled(200) };
}

/** What the server is shown of it. */
export const proofOf = (password: string) => (password === '' ? {} : { password });
