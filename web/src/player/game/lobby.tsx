import type { ChallengeView, PlayerChallenge } from '@tutti/client';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { PlayerSign } from '../../shared/player-sign.tsx';
import { play } from '../../shared/sounds.ts';
import { loadRounds } from './load-rounds.ts';
import styles from './lobby.module.css';

const NameReview = lazy(async () => ({ default: (await import('./name-review.tsx')).NameReview }));

const HomeworkStart = lazy(() => loadRounds().then(({ HomeworkStart }) => ({ default: HomeworkStart })));

const TeamChoice = lazy(() => loadRounds().then(({ TeamChoice }) => ({ default: TeamChoice })));

interface LobbyProps {
  challenge: PlayerChallenge;
  view: ChallengeView;
}

export function Lobby({ challenge, view }: LobbyProps) {
  if (view.rules.format !== 'self_paced') return <ClassLobby challenge={challenge} view={view} />;
  return (
    <Suspense>
      <HomeworkStart challenge={challenge} view={view} />
    </Suspense>
  );
}

function ClassLobby({ challenge, view }: LobbyProps) {
  const { you, players, title, rules } = view;
  const { t } = useTranslation('player');
  const others = players - 1;
  const look = t('lobby.look');
  const arrival = `${t('lobby.in')} ${look}`;
  useEffect(() => announce(arrival), [arrival]);
  return (
    <main className={styles.lobby}>
      <p className={styles.title}>{title}</p>
      <Toy id={you?.participantId ?? ''} avatar={you?.avatar} />
      <div>
        <p className={styles.in}>{t('lobby.in')}</p>
        <h1 className={styles.name}>
          <bdi>{you?.nickname}</bdi>
        </h1>
      </div>
      {you?.review && (
        <Suspense>
          <NameReview challenge={challenge} review={you.review} />
        </Suspense>
      )}
      {rules.format === 'team' && (
        <Suspense>
          <TeamChoice challenge={challenge} view={view} />
        </Suspense>
      )}
      <p className={styles.look}>{look}</p>
      <p className={styles.others}>{others > 0 ? t('lobby.others', { count: others }) : t('lobby.alone')}</p>
    </main>
  );
}

/** Something to do while waiting. It stays on this device. */
function Toy({ id, avatar }: { id: string; avatar: string | undefined }) {
  const { t } = useTranslation('player');
  const [hops, setHops] = useState(0);
  const hop = () => {
    setHops(hops + 1);
    play('tap');
  };
  return (
    <div className={styles.playground}>
      <button type="button" className={styles.toy} aria-label={t('lobby.hop')} onClick={hop}>
        <PlayerSign
          key={hops}
          className={styles.shape}
          id={id}
          avatar={avatar}
          size="60%"
          data-hop={hops === 0 ? undefined : hops % 5 === 0 ? 'turn' : 'up'}
        />
      </button>
      <span className={styles.shadow} key={`shadow ${hops}`} data-hop={hops > 0} />
      <p className={styles.hops}>{hops > 0 ? t('lobby.hops', { count: hops }) : t('lobby.play')}</p>
    </div>
  );
}
