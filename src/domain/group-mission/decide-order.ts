import type { TeacherVerb } from './commands.ts';
import { goOn } from './course.ts';
import { waiting } from './decide-presence.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { figures } from './figures.ts';
import { type GroupState, present } from './state.ts';

/** [GRP-3] What the teacher can do with a group. */
const orders: Record<TeacherVerb['verb'], (state: GroupState) => Decision> = {
  start(state) {
    if (state.phase.name !== 'lobby') return refuse('challenge/wrong-phase');
    return present(state).length < figures.fewest ? refuse('group/too-few') : accept(goOn(state));
  },

  pause(state) {
    if (state.phase.name === 'lobby') return refuse('challenge/wrong-phase');
    if (state.paused?.reason === 'teacher') return refuse('challenge/already-paused');
    return state.paused
      ? accept({ type: 'session.resumed' }, { type: 'session.paused', reason: 'teacher' })
      : accept({ type: 'session.paused', reason: 'teacher' });
  },

  resume(state) {
    if (state.paused?.reason !== 'teacher') return refuse('challenge/not-paused');
    const alone = waiting({ ...state, paused: null }, 0);
    return accept({ type: 'session.resumed' }, ...alone);
  },

  end: () => accept({ type: 'session.ended', reason: 'teacher' }),
};

export const decideOrder = (state: GroupState, { verb }: TeacherVerb): Decision => orders[verb](state);
