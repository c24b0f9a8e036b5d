import type { TeamRow } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../choice-colour.ts';
import { Shape } from '../shape.tsx';
import { useTeamName } from './team-badge.tsx';
import styles from './teams.module.css';

/** The teams, best first, with the mean of their members' points; those without members are left out. */
export function TeamRows({ teams }: { teams: readonly TeamRow[] }) {
  const { t } = useTranslation(['stage', 'common']);
  const nameOf = useTeamName();
  const shown = teams.filter(({ players }) => players > 0);
  if (shown.length === 0) return null;
  return (
    <ol className={styles.rows} aria-label={t('teams')}>
      {shown.map(({ team, rank, players, score }) => (
        <li key={team} className={styles.row}>
          <strong className={styles.rank}>{rank}</strong>
          <span className={styles.badge} style={choiceColour(team)}>
            <Shape index={team} size="66%" />
          </span>
          <span className={styles.name}>
            {nameOf(team)} <small>{t('teamPlayers', { count: players })}</small>
          </span>
          <span className={styles.score}>{t('common:points', { count: score })}</span>
        </li>
      ))}
    </ol>
  );
}
