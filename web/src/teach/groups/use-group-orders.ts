import type { GroupWatch } from '@tutti/client/groups';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { runs } from '../../shared/i18n/en/runs.ts';
import { refusalOf, useOrders } from '../panel/use-orders.ts';

const spoken = [
  'challenge/wrong-phase',
  'challenge/no-such-player',
  'group/too-few',
  'group/full',
  'session/ended',
  'nickname/taken',
  'nickname/empty',
  'nickname/too-long',
  'nickname/unkind',
  'nickname/not-allowed-characters',
  'nickname/too-many-marks',
] as const satisfies (keyof typeof runs.refused)[];

/** Gives orders to one group or to all. */
export function useGroupOrders(watch: GroupWatch) {
  const { t } = useTranslation('runs');
  const wordsFor = useCallback(
    (error: unknown) => {
      const key = refusalOf(error, spoken);
      return key && t(`refused.${key}`);
    },
    [t],
  );
  return useOrders(watch, wordsFor);
}

export type RunOrder = ReturnType<typeof useGroupOrders>['run'];
