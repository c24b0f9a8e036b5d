import { Text } from '@mantine/core';
import type { FamilyChild } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../desk/percent.ts';
import { useWeekday } from './child/use-week-words.ts';
import { useTime } from './use-time.ts';

interface SoFarProps {
  soFar: FamilyChild['soFar'];
  /** Only what stands nowhere else on the child's page. */
  short?: boolean;
}

/** [WKL-2] All that there is of a child, in one line. */
export function SoFar({ soFar, short = false }: SoFarProps) {
  const { t } = useTranslation('family');
  const weekday = useWeekday();
  const number = useNumber();
  const time = useTime();
  const { level, missions, badges, minutes, lastDay } = soFar;
  // the sentences of the week say it
  if (short && lastDay === null) return null;
  const parts =
    lastDay === null
      ? [t('soFar.nothing')]
      : [
          ...(short
            ? []
            : [
                t('soFar.level', { level: number(level) }),
                ...(missions > 0 ? [t('soFar.missions', { count: missions, value: number(missions) })] : []),
                ...(badges > 0 ? [t('soFar.badges', { count: badges, value: number(badges) })] : []),
              ]),
          ...(minutes > 0 ? [t('soFar.time', { time: time(minutes) })] : []),
          t('soFar.lastDay', { day: weekday(lastDay, { day: 'numeric', month: 'long' }) }),
        ];
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}
