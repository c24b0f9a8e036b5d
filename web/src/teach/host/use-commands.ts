import { type HostChallenge, TuttiError } from '@tutti/client';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A second press of the same button, or one that crossed with another host's: nothing that needs a word. */
const silent = new Set(['challenge/stale-step', 'challenge/already-paused', 'challenge/not-paused']);

type Refused = keyof typeof import('../../shared/i18n/en/teach.ts').teach.host.refused;
const spoken = new Set<string>([
  'challenge/wrong-phase',
  'challenge/no-such-player',
  'challenge/not-host',
  'nickname/taken',
  'nickname/unkind',
  'nickname/empty',
  'nickname/too-long',
  'nickname/not-allowed-characters',
  'nickname/too-many-marks',
] satisfies Refused[]);

export function refusalKey(error: unknown): Refused | null {
  if (!(error instanceof TuttiError)) return 'other';
  if (silent.has(error.code)) return null;
  if (error.code.startsWith('network/')) return 'offline';
  return spoken.has(error.code) ? (error.code as Refused) : 'other';
}

/** Gives orders to the class, one at a time for a button, and keeps the words of the last refusal. */
export function useCommands(challenge: HostChallenge) {
  const { t } = useTranslation('teach');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = useCallback(
    async (order: (challenge: HostChallenge) => Promise<void>): Promise<boolean> => {
      setBusy(true);
      setRefusal(null);
      try {
        await order(challenge);
        return true;
      } catch (error) {
        const key = refusalKey(error);
        if (key) setRefusal(t(`host.refused.${key}`));
        return key === null;
      } finally {
        setBusy(false);
      }
    },
    [challenge, t],
  );
  return { run, busy, refusal, forgetRefusal: useCallback(() => setRefusal(null), []) };
}

export type Run = ReturnType<typeof useCommands>['run'];
