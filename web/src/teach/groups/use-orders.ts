import { TuttiError } from '@tutti/client';
import type { GroupWatch } from '@tutti/client/groups';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { runs } from '../../shared/i18n/en/runs.ts';

/** A second press of the same button: nothing that needs a word. */
const silent = new Set(['challenge/already-paused', 'challenge/not-paused']);

type Refused = keyof typeof runs.refused;
const spoken = new Set<string>([
  'challenge/wrong-phase',
  'challenge/no-such-player',
  'group/too-few',
  'group/full',
  'session/ended',
  'nickname/taken',
] satisfies Refused[]);

function refusalKey(error: unknown): Refused | null {
  if (!(error instanceof TuttiError)) return 'other';
  if (silent.has(error.code)) return null;
  if (error.code.startsWith('network/')) return 'offline';
  return spoken.has(error.code) ? (error.code as Refused) : 'other';
}

/** Gives orders to groups, and keeps the words of the last refusal. */
export function useOrders(watch: GroupWatch) {
  const { t } = useTranslation('runs');
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = useCallback(
    async (order: (watch: GroupWatch) => Promise<void>): Promise<boolean> => {
      setRefusal(null);
      try {
        await order(watch);
        return true;
      } catch (error) {
        const key = refusalKey(error);
        if (key) setRefusal(t(`refused.${key}`));
        return key === null;
      }
    },
    [watch, t],
  );
  return { run, refusal, forgetRefusal: useCallback(() => setRefusal(null), []) };
}

export type RunOrder = ReturnType<typeof useOrders>['run'];
