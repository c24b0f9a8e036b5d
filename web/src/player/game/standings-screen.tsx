import type { ChallengeView, OwnResult, Standings } from '@tutti/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { Place } from './place-number.tsx';
import styles from './standings-screen.module.css';
import { TeamRows } from './team-rows.tsx';

interface StandingsScreenProps {
  standings: Standings;
  you: OwnResult | null;
  view: ChallengeView;
}

/** The own place. The five in front are shown only to those who are among them: the others have the big screen. */
export function StandingsScreen({ standings: { top, teams }, you, view }: StandingsScreenProps) {
  const { t } = useTranslation(['rounds', 'common']);
  const rank = you?.rank ?? view.you?.rank;
  const nickname = view.you?.nickname;
  const isAmongTop = top.some((row) => row.nickname === nickname);
  const spoken =
    rank && you
      ? `${t('standings.title')}: ${t('common:place', { count: rank, ordinal: true })} ${t('result.rankOf', { players: you.players })}`
      : null;
  useEffect(() => {
    if (spoken) announce(spoken);
  }, [spoken]);
  return (
    <main className={styles.standings}>
      <h1 className={styles.title}>{t('standings.title')}</h1>
      {rank !== undefined && (
        <p className={styles.rank}>
          <strong>
            <Place rank={rank} />
          </strong>
          {you && <span>{t('result.rankOf', { players: you.players })}</span>}
        </p>
      )}
      {you && (
        <p className={styles.next}>
          {you.toNext > 0 ? t('result.toNext', { count: you.toNext }) : t('result.first')}
        </p>
      )}
      {teams.length > 0 && (
        <div className={styles.top}>
          <TeamRows teams={teams} own={view.you?.team ?? null} />
        </div>
      )}
      {isAmongTop && (
        <section className={`card ${styles.top}`}>
          <h2>{t('standings.top')}</h2>
          <ol>
            {top.map((row) => (
              <li key={row.nickname} className={styles.row} aria-current={row.nickname === nickname}>
                <Place rank={row.rank} />
                <bdi>{row.nickname}</bdi>
                <span>{t('result.total', { score: row.score })}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <p className={styles.wait}>{t('standings.wait')}</p>
    </main>
  );
}
