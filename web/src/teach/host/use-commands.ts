import type { HostChallenge } from '@tutti/client';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalOf, useOrders } from '../panel/use-orders.ts';

type Refused = keyof typeof import('../../shared/i18n/en/teach.ts').teach.host.refused;
const spoken = [
  'challenge/wrong-phase',
  'challenge/no-such-player',
  'challenge/not-host',
  'nickname/taken',
  'nickname/unkind',
  'nickname/empty',
  'nickname/too-long',
  'nickname/not-allowed-characters',
  'nickname/too-many-marks',
] as const satisfies Refused[];

export const refusalKey = (error: unknown): Refused | null => refusalOf(error, spoken);

/** Gives orders to the class. */
export function useCommands(challenge: HostChallenge) {
  const { t } = useTranslation('teach');
  const wordsFor = useCallback(
    (error: unknown) => {
      const key = refusalKey(error);
      return key && t(`host.refused.${key}`);
    },
    [t],
  );
  return useOrders(challenge, wordsFor);
}

export type Run = ReturnType<typeof useCommands>['run'];
