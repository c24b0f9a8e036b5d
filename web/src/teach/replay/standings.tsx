import { Paper, Text, Title } from '@mantine/core';
import type { ReplayStandings } from '@tutti/client/admin';
import { type CSSProperties, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { TeamRows } from '../../shared/teams/team-rows.tsx';
import classes from './replay.module.css';

const shownRows = 10;
type Row = ReplayStandings['rows'][number];

/** The best, who slide to their new places when a question is closed. */
export function Standings({
  standings,
  names,
}: {
  standings: ReplayStandings | null;
  names: readonly string[];
}) {
  const { t } = useTranslation('replay');
  const number = useNumber();
  const rows = standings?.rows.slice(0, shownRows) ?? [];
  const before = useBefore(standings?.at ?? -1, rows);
  const startOf = (player: number): number => {
    const row = before.findIndex((one) => one.player === player);
    return row < 0 ? shownRows : row;
  };
  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('standings.title')}>
      <Title order={2} size="h4">
        {t('standings.title')}
      </Title>
      {rows.length === 0 && <Text c="dimmed">{t('standings.none')}</Text>}
      <TeamRows teams={standings?.teams ?? []} />
      <ol className={classes.rows}>
        {rows.map(({ player, rank, score }, index) => (
          <li
            key={`${player}/${standings!.at}`}
            style={{ '--from': before.length > 0 ? startOf(player) - index : 0 } as CSSProperties}
          >
            <span className={classes.rank}>{rank}</span>
            <bdi className={classes.name}>{names[player]}</bdi>
            <span>{number(score)}</span>
          </li>
        ))}
      </ol>
      {standings && standings.rows.length > shownRows && (
        <Text c="dimmed" size="sm">
          {t('standings.more', { count: standings.rows.length - shownRows })}
        </Text>
      )}
    </Paper>
  );
}

/** The rows that were shown before these. */
function useBefore(at: number, rows: readonly Row[]): readonly Row[] {
  const shown = useRef<{ at: number; rows: readonly Row[]; before: readonly Row[] }>({
    at: -1,
    rows: [],
    before: [],
  });
  if (shown.current.at !== at) shown.current = { at, rows, before: shown.current.rows };
  return shown.current.before;
}
