import type { Answer, TuttiErrorCode } from '@tutti/client';
import type { GroupMission, GroupTaskView, GroupView } from '@tutti/client/groups';
import { useState } from 'react';
import { codeOf } from '../../shared/code-of.ts';
import { play } from '../../shared/sounds.ts';
import { answerIn, decidesByTap, draftOf, firstDraft, positionsIn } from '../game/kinds/drafts.ts';
import { toggled } from '../game/picking.ts';
import { sameAnswer } from './agreement.ts';

/** The task was closed by somebody else in the same moment. */
const tooLate: readonly TuttiErrorCode[] = ['answer/round-closed', 'answer/too-late', 'session/ended'];

/** What lies before the learner, and the ways in which it becomes an answer on the group's table. */
export function useAnswering(mission: GroupMission, { table, you }: GroupView, task: GroupTaskView) {
  const { question, way, pieces } = task;
  const own =
    table.learners.find(({ participantId }) => participantId === you.participantId)?.proposal ?? null;
  const [draft, setDraft] = useState<Answer | null>(() =>
    own ? draftOf(question, own) : firstDraft(question),
  );
  const [isSending, setSending] = useState(false);
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const isWhole = table.pieces.filter(({ shared }) => shared).length === pieces;
  const isMine = way !== 'turns' || table.turn === you.participantId;
  const isOpen = isMine && isWhole && !table.paused && !(isSending && way === 'turns');
  const ready = answerIn(question, draft);
  /** A tap that answers for all would be too quick. */
  const isByTap = decidesByTap(question) && way !== 'turns';

  const send = (answer: Answer | null) => {
    if (!isOpen || answer === null) return;
    setSending(true);
    setCode(null);
    mission
      .answer(answer)
      .then(() => play('saved'))
      .catch((error) => {
        const refused = codeOf(error);
        if (!tooLate.includes(refused)) setCode(refused);
      })
      .finally(() => setSending(false));
  };
  return {
    own,
    draft,
    setDraft,
    isSending,
    code,
    isMine,
    isWhole,
    isOpen,
    isByTap,
    /** Ready to be sent, and not on the table yet. */
    ready: ready !== null && own !== null && sameAnswer(question, ready, own) ? null : ready,
    pick(choice: number) {
      if (!isOpen) return;
      play('tap');
      const picks = question.pick > 1 ? [...toggled(positionsIn(draft), choice, question.pick)] : [choice];
      setDraft(picks);
      if (isByTap) send(picks);
    },
    /** The same as somebody else. */
    take(answer: Answer) {
      setDraft(draftOf(question, answer));
      send(answer);
    },
    send,
  };
}
export type Answering = ReturnType<typeof useAnswering>;
