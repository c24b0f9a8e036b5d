import type { ChallengeView, PhaseName, PlayerChallenge } from '@tutti/client';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { ConnectionPill } from '../../shared/connection-pill.tsx';
import { useView } from '../../shared/use-view.ts';
import { lostSeats } from '../kept-seat.ts';
import styles from './game.module.css';
import { loadKinds } from './load-kinds.ts';
import { loadRounds } from './load-rounds.ts';
import { Lobby } from './lobby.tsx';
import { Over } from './over.tsx';
import { TopBar } from './top-bar.tsx';

const Rounds = lazy(loadRounds);
const Reactions = lazy(() => loadRounds().then(({ Reactions }) => ({ default: Reactions })));

/** While a question is open everybody thinks. */
const reactsIn: ReadonlySet<PhaseName> = new Set(['lobby', 'discuss', 'reveal', 'standings']);
const Mistakes = lazy(async () => ({ default: (await import('./mistakes.tsx')).Mistakes }));
const RaceTrack = lazy(async () => ({ default: (await import('./race/race-track.tsx')).RaceTrack }));
const Receipts = lazy(async () => ({ default: (await import('./receipts.tsx')).Receipts }));
const loadPause = async () => ({ default: (await import('./pause-card.tsx')).PauseCard });
const PauseCard = lazy(loadPause);

interface GameProps {
  challenge: PlayerChallenge;
  /** A new seat of the same player is on its way. */
  isMoving: boolean;
  /** The seat cannot be taken again. */
  onOver(): void;
  onReturn(): void;
  onLeave(): void;
}

export function Game({ challenge, isMoving, onOver, onReturn, onLeave }: GameProps) {
  const view = useView(challenge);
  const { phase, closed, paused, rules } = view;
  const isHomework = rules.format === 'self_paced';
  const last = useLastPodium(view);
  const isOver = phase.name === 'ended' || (closed !== null && !isMoving);
  const isLost = phase.name === 'ended' || (closed !== null && lostSeats.includes(closed));

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it becomes so
  useEffect(() => {
    if (isLost) onOver();
  }, [isLost]);
  useEffect(() => {
    void loadRounds();
    void loadPause();
    void loadKinds();
  }, []);

  const shown = isOver ? last : view;
  const isAway = closed !== null && closed !== 'session/ended' && !isMoving;
  const lookBack = phase.name === 'ended' && (
    <Suspense>
      {/* at the end of a homework they stand there already */}
      {!(isHomework && last) && <Mistakes token={challenge.resumeToken} />}
      <Receipts challenge={challenge} />
    </Suspense>
  );
  if (!shown || isAway) {
    return <Over view={view} onReturn={onReturn} onAgain={onLeave} lookBack={lookBack} />;
  }
  return (
    <div className={styles.game}>
      {!isOver && <TopBar view={view} onLeave={onLeave} />}
      {view.race && (
        <Suspense>
          <RaceTrack
            race={view.race}
            participantId={view.you?.participantId ?? ''}
            isOver={isOver || phase.name === 'podium'}
          />
        </Suspense>
      )}
      {phase.name === 'lobby' && <Lobby challenge={challenge} view={view} />}
      <Suspense>
        <Rounds challenge={challenge} view={shown} onAgain={isOver ? onLeave : undefined} />
        {reactsIn.has(phase.name) && !paused && !isHomework && (
          <Reactions challenge={challenge} muted={view.you?.reactionsMuted ?? false} />
        )}
      </Suspense>
      {lookBack}
      {paused && (
        <Suspense>
          <PauseCard reason={paused.reason} />
        </Suspense>
      )}
      <ConnectionPill view={view} />
    </div>
  );
}

/** The podium stays on the phones after the class has ended: it is what everybody wants to look at. */
function useLastPodium(view: ChallengeView): ChallengeView | null {
  const last = useRef<ChallengeView | null>(null);
  if (view.phase.name === 'podium') last.current = view;
  return last.current;
}
