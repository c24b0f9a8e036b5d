import { useQueries } from '@tanstack/react-query';
import type { ReplayRound } from '@tutti/client/admin';
import { useMemo } from 'react';
import { records } from '../../desk/tutti.ts';
import { questionStart, roundsAt, type Score } from './view-at.ts';

/** The questions that are needed at a moment, and the next one, so that it is there when it comes. */
export function useRounds(sessionId: string, score: Score, at: number) {
  const coming = roundsAt(score, questionStart(score, at, 'after'));
  const wanted = [...new Set([...roundsAt(score, at), ...coming])];
  const queries = useQueries({
    queries: wanted.map((round) => ({
      queryKey: ['replay-round', sessionId, round],
      queryFn: () => records.replayRound(sessionId, round),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const found = queries.map(({ data }) => data);
  const rounds = useMemo(
    () =>
      new Map<number, ReplayRound>(found.flatMap((round) => (round ? [[round.round, round] as const] : []))),
    // biome-ignore lint/correctness/useExhaustiveDependencies: the list is a new one each time, what is in it is not
    found,
  );
  const failed = queries.find(({ error }) => error);
  return { rounds, error: failed?.error ?? null, retry: () => void failed?.refetch() };
}
