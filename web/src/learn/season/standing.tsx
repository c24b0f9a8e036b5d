import { Progress as Bar, Stack, Text } from '@mantine/core';
import type { Season } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';

/** How far one is: the level, a bar, and what is missing to the next. */
export function Standing({ season }: { season: Season }) {
  const { t } = useTranslation('season');
  const number = useNumber();
  const { xp, level, xpOfLevel, xpToNextLevel, track } = season;
  return (
    <Stack gap="xs">
      <Text fw={700} size="lg">
        {xp === 0
          ? t('ahead', { levels: number(track.length) })
          : t('level', { level: number(level), levels: number(track.length) })}
      </Text>
      <Bar
        size="lg"
        radius="xl"
        value={xpToNextLevel === null ? 100 : (100 * xpOfLevel) / (xpOfLevel + xpToNextLevel)}
        aria-hidden
      />
      <Text>{toNext()}</Text>
    </Stack>
  );

  function toNext(): string {
    if (xp === 0) return t('begin');
    if (xpToNextLevel === null) return t('top');
    return t('toNext', { xp: number(xpToNextLevel), level: number(level + 1) });
  }
}
