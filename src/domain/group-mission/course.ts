import { checkAnswer } from '../answer/check-answer.ts';
import type { GroupAnswer } from './answers.ts';
import { dealPieces, isAwaited, nextTurn } from './deal-out.ts';
import type { Fact, HowClosed } from './events.ts';
import { figures } from './figures.ts';
import { currentTask, type GroupState, members, present } from './state.ts';

/** Whether everybody wants to go on; `justNow` said so in this very moment. */
export function everyoneReady(state: GroupState, now: number, justNow?: string): boolean {
  return (
    present(state).length >= figures.fewest &&
    members(state).every((one) => one.ready || one.id === justNow || !isAwaited(one, now))
  );
}

/** What comes after the lobby, a scene or a reveal. */
export function goOn(state: GroupState): Fact {
  const { phase, rules } = state;
  if (phase.name === 'lobby') return { type: 'scene.shown', scene: 0 };
  if (phase.name === 'reveal') {
    if (state.hearts <= 0) return { type: 'session.ended', reason: 'out_of_hearts' };
    const next = phase.task + 1;
    const { scene } = rules.tasks[phase.task]!;
    return rules.tasks[next]?.scene === scene ? openTask(state, next) : showScene(state, scene + 1);
  }
  if (phase.name !== 'scene') throw new Error(`nothing comes by itself after ${phase.name}`);
  const first = rules.tasks.findIndex(({ scene }) => scene === phase.scene);
  return first >= 0 ? openTask(state, first) : showScene(state, phase.scene + 1);
}

function showScene({ rules }: GroupState, scene: number): Fact {
  return scene < rules.scenes ? { type: 'scene.shown', scene } : { type: 'session.ended', reason: 'solved' };
}

function openTask(state: GroupState, task: number): Fact {
  const { way, pieces } = state.rules.tasks[task]!;
  return {
    type: 'task.opened',
    task,
    turn: way === 'turns' ? nextTurn(state) : null,
    holders: way === 'split' ? dealPieces(state, pieces, task) : [],
  };
}

/** The end of the open task with the group's answer. */
export function close(state: GroupState, answer: GroupAnswer, how: HowClosed): Fact {
  const { phase } = state;
  if (phase.name !== 'task') throw new Error('no task is open');
  const { outcome } = checkAnswer(currentTask(state)!.question, answer);
  return { type: 'task.closed', task: phase.task, outcome, answer, how };
}

/**
 * The end without an answer: it costs a heart, and the task is opened again as long as one is left. So nobody comes past
 * a task that needs several.
 */
export function closeUnanswered(state: GroupState): Fact[] {
  const { phase } = state;
  if (phase.name !== 'task') throw new Error('no task is open');
  const { task } = phase;
  const closed: Fact = { type: 'task.closed', task, outcome: 'none', answer: null, how: 'deadline' };
  if (state.hearts <= 1) return [closed];
  const { holders, ...opened } = openTask(state, task) as Extract<Fact, { type: 'task.opened' }>;
  // who holds what stays, or a learner could come to know all
  return [closed, { ...opened, holders: holders.map((_, i) => state.pieces[i]!.holder) }];
}
