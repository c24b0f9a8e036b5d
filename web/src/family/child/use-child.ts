import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { useState } from 'react';

export const childKey = (id: string) => ['child', id] as const;

/** What a switch shows beside itself after it was moved. */
export type SavedState = 'saving' | 'saved' | 'failed';

/**
 * Switches that move at once and say honestly how it went: one after the other, and back where the server said no.
 * `send` gets what the child's page says at the moment of sending.
 */
export function useSwitches<K extends string, V>(
  childId: string,
  send: (key: K, value: V, now: FamilyChildDetail) => Promise<FamilyChildDetail>,
) {
  const queries = useQueryClient();
  const [moved, setMoved] = useState<Partial<Record<K, V>>>({});
  const [states, setStates] = useState<Partial<Record<K, SavedState>>>({});
  const [error, setError] = useState<unknown>(null);
  const state = (key: K, value: SavedState) => setStates((before) => ({ ...before, [key]: value }));
  const letGo = (key: K) =>
    setMoved((before) => {
      const { [key]: _gone, ...rest } = before;
      return rest as Partial<Record<K, V>>;
    });

  const saving = useMutation({
    scope: { id: `child-${childId}` },
    mutationFn: ({ key, value }: { key: K; value: V }) =>
      send(key, value, queries.getQueryData<FamilyChildDetail>(childKey(childId))!),
    onSuccess(detail, { key }) {
      queries.setQueryData(childKey(childId), detail);
      letGo(key);
      state(key, 'saved');
      for (const queryKey of [['consent-history', childId], ['children']]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
    onError(problem, { key }) {
      setError(problem);
      letGo(key);
      state(key, 'failed');
      void queries.invalidateQueries({ queryKey: childKey(childId) });
    },
  });

  return {
    /** What was moved and is on its way. */
    moved,
    states,
    error,
    move(key: K, value: V) {
      setError(null);
      setMoved((before) => ({ ...before, [key]: value }));
      state(key, 'saving');
      saving.mutate({ key, value });
    },
  };
}
