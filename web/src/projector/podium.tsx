import { IconAward } from '@tabler/icons-react';
import type { Podium as PodiumView, StandingRow } from '@tutti/client';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { WornAvatar } from '../shared/player-sign.tsx';
import { RichText } from '../shared/rich-text/rich-text.tsx';
import { TeamRows } from '../shared/teams/team-rows.tsx';
import { Confetti } from './confetti.tsx';
import styles from './podium.module.css';

const shownTeams = 4;
/** Second, first, third: as they stand. */
const steps = [1, 0, 2];

export function Podium({
  podium: { places, teams, awards, hardest },
  locale,
}: {
  podium: PodiumView;
  locale: string;
}) {
  const { t } = useTranslation(['projector', 'stage']);
  return (
    <main className={styles.podium}>
      {places.length > 0 && <Confetti />}
      <section className={styles.left}>
        <h1>{t('podium.title')}</h1>
        {places.length === 0 && <p>{t('podium.empty')}</p>}
        <ol className={styles.steps}>
          {steps.map((index) => places[index] && <Step key={index} row={places[index]} order={index} />)}
        </ol>
      </section>
      <div className={styles.beside}>
        {teams.length > 0 && (
          <section className={styles.teams}>
            <h2>{t('stage:teams')}</h2>
            <TeamRows teams={teams.slice(0, shownTeams)} />
          </section>
        )}
        {awards.length > 0 && (
          <section className={styles.awards}>
            <h2>{t('podium.awards')}</h2>
            <ul>
              {awards.map(({ kind, nickname }) => (
                <li key={kind}>
                  <IconAward aria-hidden="true" />
                  <span>{t(`podium.${kind}`)}</span>
                  <bdi>{nickname}</bdi>
                </li>
              ))}
            </ul>
          </section>
        )}
        {/* beside the teams there is no room for it; the host's panel has it */}
        {hardest.length > 0 && teams.length === 0 && (
          <section className={styles.learnt}>
            <h2>{t('podium.learnt')}</h2>
            <ol>
              {hardest.map(({ round, prompt, answer, rightShare }) => (
                <li key={round}>
                  <p lang={locale}>
                    <RichText text={prompt} inline />
                  </p>
                  <strong lang={locale}>
                    <RichText text={answer} inline />
                  </strong>
                  <span>{t('podium.rightShare', { share: rightShare })}</span>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
    </main>
  );
}

function Step({ row: { rank, nickname, avatar, score }, order }: { row: StandingRow; order: number }) {
  const { t } = useTranslation('projector');
  return (
    <li className={styles.step} data-rank={Math.min(rank, 3)} style={{ '--order': order } as CSSProperties}>
      <WornAvatar avatar={avatar} className={styles.face} />
      <bdi className={styles.winner}>{nickname}</bdi>
      <span className={styles.score}>{t('score', { score })}</span>
      <strong className={styles.block}>{rank}</strong>
    </li>
  );
}
