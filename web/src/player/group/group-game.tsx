import '../game/texts.ts';
import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useEffect, useState } from 'react';
import { ConnectionPill } from '../../shared/connection-pill.tsx';
import { useView } from '../../shared/use-view.ts';
import { loadKinds } from '../game/load-kinds.ts';
import { Over } from '../game/over.tsx';
import { lostSeats } from '../kept-seat.ts';
import { EndScreen } from './end-screen.tsx';
import { GroupBar } from './group-bar.tsx';
import styles from './group-game.module.css';
import { LobbyScreen } from './lobby-screen.tsx';
import { NowLine } from './now-line.tsx';
import { PauseCard } from './pause-card.tsx';
import { RevealScreen } from './reveal-screen.tsx';
import { Said } from './said.tsx';
import { SceneScreen } from './scene-screen.tsx';
import { TaskScreen } from './task-screen.tsx';

interface GroupGameProps {
  mission: GroupMission;
  /** A new seat of the same learner is on its way. */
  isMoving: boolean;
  /** Class mates find this group on their own pages. */
  isOwnClass: boolean;
  /** The teacher put the learner into another group. */
  onMoved(): void;
  /** The seat cannot be taken again. */
  onOver(): void;
  onReturn(): void;
  onLeave(): void;
}

export function GroupGame({ mission, isMoving, isOwnClass, ...on }: GroupGameProps) {
  const view = useView(mission);
  const { stage, closed, table } = view;
  const isEnded = stage.name === 'ended';
  const isLost = isEnded || (closed !== null && lostSeats.includes(closed));
  const lostHeartAt = useLostHeart(mission);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it becomes so
  useEffect(() => {
    if (isLost) on.onOver();
  }, [isLost]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a seat
  useEffect(() => mission.on('moved', on.onMoved), [mission]);
  useEffect(() => void loadKinds(), []);

  if (closed !== null && !isEnded && !isMoving)
    return (
      <Over view={{ closed, ended: null }} onReturn={on.onReturn} onAgain={on.onLeave} lookBack={null} />
    );
  return (
    <div className={styles.group} data-paused={table.paused !== null}>
      <GroupBar mission={mission} view={view} onLeave={on.onLeave} />
      <NowLine view={view} />
      {!isEnded && <Said mission={mission} />}
      <Stage
        key={`${view.sessionId} ${view.step} ${view.locale}`}
        mission={mission}
        view={view}
        isOwnClass={isOwnClass}
        lostHeart={lostHeartAt === view.step}
        onLeave={on.onLeave}
      />
      {table.paused && <PauseCard mission={mission} paused={table.paused} />}
      <ConnectionPill view={view} />
    </div>
  );
}

/** The step of a task that was opened again, because nobody's answer counted. */
function useLostHeart(mission: GroupMission): number | null {
  const [step, setStep] = useState<number | null>(null);
  useEffect(
    () =>
      mission.on('hearts', () => {
        if (mission.view.stage.name === 'task') setStep(mission.view.step);
      }),
    [mission],
  );
  return step;
}

interface StageProps {
  mission: GroupMission;
  view: GroupView;
  isOwnClass: boolean;
  lostHeart: boolean;
  onLeave(): void;
}

function Stage({ mission, view, isOwnClass, lostHeart, onLeave }: StageProps) {
  const { stage } = view;
  // what comes next begins at its beginning
  useEffect(() => {
    scrollTo(0, 0);
  }, []);
  switch (stage.name) {
    case 'lobby':
      return <LobbyScreen mission={mission} view={view} isOwnClass={isOwnClass} />;
    case 'scene':
      return <SceneScreen mission={mission} view={view} scene={stage} />;
    case 'task':
      return <TaskScreen mission={mission} view={view} task={stage.task} lostHeart={lostHeart} />;
    case 'reveal':
      return <RevealScreen mission={mission} view={view} task={stage.task} reveal={stage.reveal} />;
    case 'ended':
      return <EndScreen view={view} end={stage} hasHome={isOwnClass} onAgain={onLeave} />;
  }
}
