import { Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { clockText } from './clock-text.ts';
import classes from './replay.module.css';
import type { ReplayView } from './view-at.ts';

interface NewsProps {
  view: ReplayView;
  names: readonly string[];
  leftOut: number;
}

/** What happened last: moves, orders of the host, who came and went. */
export function News({ view: { news, wall }, names, leftOut }: NewsProps) {
  const { t } = useTranslation('replay');
  const time = new Intl.DateTimeFormat(useRegion(), { timeStyle: 'medium' });
  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('news.title')}>
      <Title order={2} size="h4">
        {t('news.title')} <small className={classes.wall}>{time.format(wall)}</small>
      </Title>
      {news.length === 0 && <Text c="dimmed">{t('news.none')}</Text>}
      <ul className={classes.news}>
        {news.map(({ at, kind, player, round }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several things can happen at one moment
          <li key={`${at}/${kind}/${index}`}>
            <small>{clockText(at)}</small>{' '}
            {t(`news.${kind}`, {
              name: player === null ? '' : names[player],
              number: (round ?? 0) + 1,
            })}
          </li>
        ))}
      </ul>
      {leftOut > 0 && (
        <Text c="dimmed" size="sm">
          {t('news.leftOut', { count: leftOut })}
        </Text>
      )}
    </Paper>
  );
}
