import type { StandingRow, Standings as StandingsView } from '@tutti/client';
import { type CSSProperties, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { WornAvatar } from '../shared/player-sign.tsx';
import { TeamRows } from '../shared/teams/team-rows.tsx';
import styles from './standings.module.css';
import { startRow } from './start-row.ts';

interface StandingsProps {
  standings: StandingsView;
  /** The rows that were shown the last time: from there they slide. */
  lastTop: RefObject<readonly StandingRow[]>;
}

export function Standings({ standings: { top, teams, round, of }, lastTop }: StandingsProps) {
  const { t } = useTranslation('projector');
  const before = useRef(lastTop.current).current;
  useEffect(() => {
    lastTop.current = top;
  }, [top, lastTop]);
  const best = Math.max(1, ...top.map((row) => row.score));
  return (
    <main className={styles.standings}>
      <header>
        <h1>{t('standings')}</h1>
        <p>{t('ready', { round: round + 1, of })}</p>
      </header>
      <div className={styles.both} data-teams={teams.length > 0 || undefined}>
        {teams.length > 0 && (
          <div className={styles.teams}>
            <TeamRows teams={teams} />
          </div>
        )}
        {top.length === 0 && <p>{t('noStandings')}</p>}
        <ol className={styles.rows}>
          {top.map((row, index) => (
            <li
              key={row.nickname}
              className={styles.row}
              style={{ '--from': startRow(before, row.nickname) - index, '--late': index } as CSSProperties}
            >
              <strong className={styles.rank}>{row.rank}</strong>
              <span className={styles.name}>
                <WornAvatar avatar={row.avatar} className={styles.face} />
                <bdi>{row.nickname}</bdi>
              </span>
              <span className={styles.score}>{t('score', { score: row.score })}</span>
              <span
                className={styles.bar}
                style={{ width: `${(100 * row.score) / best}%` }}
                aria-hidden="true"
              />
            </li>
          ))}
        </ol>
      </div>
    </main>
  );
}
