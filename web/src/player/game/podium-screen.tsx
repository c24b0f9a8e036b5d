import { IconAward, IconTrophy } from '@tabler/icons-react';
import type { ChallengeView, OwnFinal, Podium } from '@tutti/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { Mark } from '../../shared/mark.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { Place } from './place-number.tsx';
import styles from './podium-screen.module.css';
import { TeamRows } from './team-rows.tsx';

interface PodiumScreenProps {
  podium: { podium: Podium; you: OwnFinal | null };
  of: number;
  you: ChallengeView['you'];
  /** Given when the class is over. */
  onAgain?: (() => void) | undefined;
}

export function PodiumScreen({ podium: { podium, you }, of, you: self, onAgain }: PodiumScreenProps) {
  const { t } = useTranslation(['rounds', 'player', 'common']);
  const title = t(you?.rank === 1 ? 'podium.first' : you && you.rank <= 3 ? 'podium.top' : 'podium.done');
  const nickname = self?.nickname;
  const awards = podium.awards.filter((award) => award.nickname === nickname);
  const spoken = you
    ? `${title} ${t('podium.place')}: ${t('common:place', { count: you.rank, ordinal: true })}. ${t('podium.right', { right: you.right, of })}`
    : title;
  useEffect(() => {
    announce(spoken);
    play('podium');
  }, [spoken]);

  return (
    <main className={styles.podium}>
      <section className={styles.own}>
        {you && you.rank <= 3 ? <IconTrophy size={72} aria-hidden="true" /> : <Mark size={88} />}
        <h1>{title}</h1>
        {you && (
          <>
            <p className={styles.rank}>
              <strong>
                <Place rank={you.rank} />
              </strong>
              <span>{t('result.rankOf', { players: you.players })}</span>
            </p>
            <p className={styles.score}>{t('common:points', { count: you.score })}</p>
            <p>{t('podium.right', { right: you.right, of })}</p>
            {you.bestStreak > 1 && <p>{t('podium.streak', { count: you.bestStreak })}</p>}
          </>
        )}
        {awards.map(({ kind }) => (
          <p key={kind} className={styles.award}>
            <IconAward aria-hidden="true" />
            {t('podium.yourAward', { award: t(`podium.award.${kind}`) })}
          </p>
        ))}
      </section>
      <TeamRows teams={podium.teams} own={self?.team ?? null} />
      {podium.places.length > 0 && (
        <section className="card">
          <h2 className={styles.title}>{t('podium.winners')}</h2>
          <ol className={styles.rows}>
            {podium.places.map((row) => (
              <li key={row.nickname} aria-current={row.nickname === nickname}>
                <Place rank={row.rank} />
                <bdi>{row.nickname}</bdi>
                <span>{t('result.total', { score: row.score })}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {podium.hardest.length > 0 && (
        <section className="card">
          <h2 className={styles.title}>{t('podium.learnt')}</h2>
          <ul className={styles.learnt}>
            {podium.hardest.map(({ round, prompt, answer }) => (
              <li key={round}>
                <p>
                  <RichText text={prompt} />
                </p>
                <strong>
                  <RichText text={answer} />
                </strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {onAgain && (
        <>
          <p className={styles.thanks}>{t('player:over.finishedBody')}</p>
          <button type="button" className="button button-plain" onClick={onAgain}>
            {t('player:over.again')}
          </button>
        </>
      )}
    </main>
  );
}
