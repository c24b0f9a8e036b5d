import { isWellFormed } from '../answer/well-formed.ts';
import { agreedAnswer, allShared, wantsHint } from './agreement.ts';
import { sameAnswer } from './answers.ts';
import type { Command, LearnerVerb, RefusalCode } from './commands.ts';
import { close, everyoneReady, goOn } from './course.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact } from './events.ts';
import { figures, timing } from './figures.ts';
import { currentTask, type GroupState, type Learner } from './state.ts';

type Rules = {
  [V in LearnerVerb['verb']]: (
    state: GroupState,
    learner: Learner,
    act: Extract<LearnerVerb, { verb: V }>,
    now: number,
  ) => Decision;
};

const rules: Rules = {
  ready(state, learner, { step }, now) {
    const { name } = state.phase;
    // a second press of the same button, or one that came when the group was already on its way
    if (step !== state.step || learner.ready) return accept();
    if (name !== 'lobby' && name !== 'scene' && name !== 'reveal') return refuse('challenge/wrong-phase');
    if (state.paused) return refuse('answer/paused');
    const ready: Fact = { type: 'player.ready', participantId: learner.id };
    return everyoneReady(state, now, learner.id) ? accept(ready, goOn(state)) : accept(ready);
  },

  answer(state, learner, { task, answer }, now) {
    const closed = whyNotOpen(state, task, now);
    if (closed) return refuse(closed);
    const { question, way } = currentTask(state)!;
    if (!isWellFormed(question, answer)) return refuse('answer/malformed');
    const participantId = learner.id;
    const proposed: Fact = { type: 'answer.proposed', participantId, task, answer };
    if (way === 'turns') {
      return state.turn === participantId
        ? accept(proposed, close(state, answer, 'turn'))
        : refuse('group/not-your-turn');
    }
    if (!allShared(state)) return refuse('group/pieces-missing');
    if (learner.proposal !== null && sameAnswer(question, learner.proposal, answer)) return accept();
    const agreed = agreedAnswer(state, now, { participantId, answer });
    return agreed === null ? accept(proposed) : accept(proposed, close(state, agreed, 'agreed'));
  },

  share(state, learner, { task, piece: index }, now) {
    const closed = whyNotOpen(state, task, now);
    if (closed) return refuse(closed);
    const piece = state.pieces[index];
    if (piece?.holder !== learner.id) return refuse('group/not-your-piece');
    return piece.shared
      ? accept()
      : accept({ type: 'piece.shared', participantId: learner.id, piece: index });
  },

  wantHint(state, learner, { task, wanted }, now) {
    const closed = whyNotOpen(state, task, now);
    if (closed) return refuse(closed);
    if (state.hint || learner.wantsHint === wanted) return accept();
    if (!currentTask(state)!.hasHint) return refuse('group/no-hint');
    if (state.coins < figures.hintPrice) return refuse('group/too-few-coins');
    const voted: Fact = { type: 'hint.wanted', participantId: learner.id, wanted };
    return wanted && wantsHint(state, learner.id) ? accept(voted, { type: 'hint.bought' }) : accept(voted);
  },
};

export function decideAct(
  state: GroupState,
  { participantId, act }: Extract<Command, { type: 'act' }>,
  now: number,
): Decision {
  const learner = state.learners.get(participantId);
  if (!learner?.connected) return refuse('answer/not-a-player');
  const rule = rules[act.verb] as (
    state: GroupState,
    learner: Learner,
    act: LearnerVerb,
    now: number,
  ) => Decision;
  return rule(state, learner, act, now);
}

function whyNotOpen(state: GroupState, task: number, now: number): RefusalCode | null {
  const { phase } = state;
  if (phase.name !== 'task' || phase.task !== task)
    return state.results[task] ? 'answer/round-closed' : 'answer/too-early';
  if (state.paused) return 'answer/paused';
  return now > phase.closesAt + timing.wireAllowance ? 'answer/too-late' : null;
}
