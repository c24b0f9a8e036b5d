import { IconCheck } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useState } from 'react';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { play } from '../../shared/sounds.ts';
import styles from './group-game.module.css';

/** The others were quicker, or the clock was. */
const tooLate: readonly TuttiErrorCode[] = ['challenge/wrong-phase', 'answer/paused', 'session/ended'];

interface ReadyButtonProps {
  mission: GroupMission;
  view: GroupView;
  label: string;
  /** What stands on the button afterwards. */
  doneLabel?: string;
}

/** The group goes on when all have pressed theirs. */
export function ReadyButton({ mission, view, label, doneLabel = label }: ReadyButtonProps) {
  const [isSent, setSent] = useState(false);
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const { you, table } = view;
  const own = table.learners.find(({ participantId }) => participantId === you.participantId);
  const isReady = isSent || (own?.ready ?? false);
  const press = () => {
    if (isReady || table.paused) return;
    setSent(true);
    setCode(null);
    play('tap');
    mission.ready().catch((error) => {
      const refused = codeOf(error);
      setSent(false);
      if (!tooLate.includes(refused)) setCode(refused);
    });
  };
  return (
    <div className={styles.ready}>
      {code && <Refusal code={code} />}
      <button
        type="button"
        className={`button ${isReady ? 'button-plain' : 'button-primary'}`}
        aria-disabled={isReady || table.paused !== null}
        onClick={press}
      >
        {isReady && <IconCheck aria-hidden="true" />}
        {isReady ? doneLabel : label}
      </button>
    </div>
  );
}
