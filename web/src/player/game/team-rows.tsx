import type { TeamRow } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../../shared/choice-colour.ts';
import { Shape } from '../../shared/shape.tsx';
import { Place } from './place-number.tsx';
import styles from './team.module.css';
import { useTeamName } from './team.ts';

/** The teams, best first; those without members are left out. */
export function TeamRows({ teams, own }: { teams: readonly TeamRow[]; own: number | null }) {
  const { t } = useTranslation('rounds');
  const nameOf = useTeamName();
  const shown = teams.filter(({ players }) => players > 0);
  if (shown.length === 0) return null;
  return (
    <section className="card">
      <h2 className={styles.title}>{t('team.title')}</h2>
      <ol className={styles.rows}>
        {shown.map(({ team, rank, score }) => (
          <li key={team} className={styles.row} aria-current={team === own}>
            <Place rank={rank} />
            <span className={styles.badge} style={choiceColour(team)}>
              <Shape index={team} />
            </span>
            <span>{nameOf(team)}</span>
            <span>{t('result.total', { score })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
