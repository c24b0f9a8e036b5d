import { agreedAnswer, allShared, majorityAnswer } from './agreement.ts';
import { close, closeUnanswered, everyoneReady, goOn } from './course.ts';
import { dealAnew, isAwaited, nextTurn } from './deal-out.ts';
import { accept, type Decision } from './decision.ts';
import { timing } from './figures.ts';
import { currentTask, type GroupState, type Phase, present } from './state.ts';

/** Everything that happens because time passes. */
export function decideTick(state: GroupState, now: number): Decision {
  const { phase, paused } = state;
  if (paused?.reason === 'waiting')
    return now >= paused.until! ? accept({ type: 'session.ended', reason: 'too_few' }) : accept();
  if (paused || phase.name === 'lobby') {
    const isForgotten = present(state).length === 0 && now - state.emptySince >= timing.absence;
    return isForgotten ? accept({ type: 'session.ended', reason: 'abandoned' }) : accept();
  }
  if (now >= state.missionEndsAt!) return accept({ type: 'session.ended', reason: 'out_of_time' });
  if (phase.name === 'task') return decideTask(state, phase, now);
  if (phase.name === 'ended') return accept();
  return now >= phase.endsAt || everyoneReady(state, now) ? accept(goOn(state)) : accept();
}

function decideTask(state: GroupState, phase: Extract<Phase, { name: 'task' }>, now: number): Decision {
  const { way } = currentTask(state)!;
  if (now > phase.closesAt + timing.wireAllowance) {
    const answer = way !== 'turns' && allShared(state) ? majorityAnswer(state) : null;
    return answer === null ? accept(...closeUnanswered(state)) : accept(close(state, answer, 'majority'));
  }
  if (way === 'turns') return passTurn(state, now);
  const holders = dealAnew(state, now);
  if (holders) return accept({ type: 'pieces.dealt', holders });
  // whoever did not agree may be gone for good by now
  const agreed = agreedAnswer(state, now);
  return agreed === null ? accept() : accept(close(state, agreed, 'agreed'));
}

/** [GRP-2] The turn of someone who is gone goes to the next. */
function passTurn(state: GroupState, now: number): Decision {
  const holder = state.turn === null ? undefined : state.learners.get(state.turn);
  if (holder && isAwaited(holder, now)) return accept();
  const turn = nextTurn(state);
  return turn === null ? accept() : accept({ type: 'turn.passed', turn });
}
