import { Text, Title } from '@mantine/core';
import type { StandingRow, Standings } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { TeamRows } from '../../shared/teams/team-rows.tsx';
import classes from './host.module.css';

export function StandingsStage({ standings }: { standings: Standings }) {
  const { t } = useTranslation('teach');
  return (
    <>
      <TeamRows teams={standings.teams} />
      <Title order={2}>{t('host.standings.title')}</Title>
      {standings.top.length === 0 ? (
        <Text c="dimmed">{t('host.standings.nobody')}</Text>
      ) : (
        <Places rows={standings.top} />
      )}
    </>
  );
}

export function Places({ rows }: { rows: readonly StandingRow[] }) {
  const { t } = useTranslation('teach');
  const number = useNumber();
  return (
    <ol className={classes.places}>
      {rows.map(({ rank, nickname, score }) => (
        <li key={nickname} className={classes.place}>
          <span className={classes.rank}>
            <span className={classes.srOnly}>{t('host.standings.place')}</span> {rank}
          </span>
          <bdi className={classes.placeName}>{nickname}</bdi>
          <span>{t('host.standings.points', { points: number(score) })}</span>
        </li>
      ))}
    </ol>
  );
}
