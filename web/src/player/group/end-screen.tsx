import { IconCoins, IconHeartFilled } from '@tabler/icons-react';
import type { Contribution, GroupStage, GroupView } from '@tutti/client/groups';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Clai } from '../../shared/clai.tsx';
import { play } from '../../shared/sounds.ts';
import styles from './group-game.module.css';

interface EndScreenProps {
  view: GroupView;
  end: Extract<GroupStage, { name: 'ended' }>;
  /** Came from the own page. */
  hasHome: boolean;
  onAgain(): void;
}

/** [GRP-4] The reward is the same for all; what each gave stands beside the name, in the order in which they came. */
export function EndScreen({ view: { table, you, title, locale }, end, hasHome, onAgain }: EndScreenProps) {
  const { t } = useTranslation(['group', 'player']);
  const { reason, reward, right, of } = end;
  const isSolved = reason === 'solved';
  useEffect(() => {
    if (isSolved) play('podium');
  }, [isSolved]);
  return (
    <main className={`${styles.stage} ${styles.end}`}>
      <Clai mood={isSolved ? 'glad' : 'waiting'} size="min(34vw, 20vh)" />
      <p className={styles.quiet} lang={locale}>
        {title}
      </p>
      <h1 className={styles.title}>{t(`end.${reason}`)}</h1>
      <p>{t(`end.about.${reason}`)}</p>
      {reward > 0 && <p className={styles.reward}>{t('end.reward', { count: reward })}</p>}
      <p className={styles.figures}>
        <span>{t('end.right', { right, of })}</span>
        <span role="img" aria-label={t('bar.hearts', { count: table.hearts })} data-kind="hearts">
          <IconHeartFilled aria-hidden="true" /> {table.hearts}
        </span>
        <span role="img" aria-label={t('bar.coins', { count: table.coins })} data-kind="coins">
          <IconCoins aria-hidden="true" /> {table.coins}
        </span>
      </p>
      <section className={`card ${styles.gave}`}>
        <h2 className={styles.label}>{t('end.gave')}</h2>
        <ul>
          {table.learners.map(({ participantId, nickname, contribution }) => (
            <li key={participantId}>
              <strong>
                {participantId === you.participantId ? (
                  t('people.you', { name: nickname })
                ) : (
                  <bdi>{nickname}</bdi>
                )}
              </strong>
              <Gave contribution={contribution} />
            </li>
          ))}
        </ul>
      </section>
      {hasHome && (
        <a className="button button-primary" href="/home">
          {t('door.home')}
        </a>
      )}
      <button type="button" className="button button-plain" onClick={onAgain}>
        {t('player:over.again')}
      </button>
    </main>
  );
}

function Gave({
  contribution: { proposals, turns, piecesShared, hintVotes },
}: {
  contribution: Contribution;
}) {
  const { t, i18n } = useTranslation('group');
  const things = [
    proposals > 0 && t('end.proposals', { count: proposals }),
    turns > 0 && t('end.turns', { count: turns }),
    piecesShared > 0 && t('end.clues', { count: piecesShared }),
    hintVotes > 0 && t('end.votes', { count: hintVotes }),
  ].filter((thing) => thing !== false);
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return <span>{things.length > 0 ? list.format(things) : t('end.nothing')}</span>;
}
