import type { GroupAnswer } from './answers.ts';
import type { EndReason, HowClosed, PauseReason, TaskOutcome } from './events.ts';
import { figures, timing } from './figures.ts';
import type { GroupRules, GroupTask } from './plan.ts';

/** Times are milliseconds on the session's clock. */
export type Phase =
  | { name: 'lobby' }
  | { name: 'scene'; scene: number; endsAt: number }
  | { name: 'task'; task: number; openedAt: number; closesAt: number }
  | { name: 'reveal'; task: number; endsAt: number }
  | { name: 'ended'; reason: EndReason };

/** [GRP-4] What one learner gave to the group. Saying the same thing often counts once a task. */
export interface Contribution {
  /** Tasks in which the learner proposed an answer. */
  proposals: number;
  turns: number;
  rightTurns: number;
  piecesShared: number;
  hintVotes: number;
}

export interface Learner {
  id: string;
  connected: boolean;
  droppedAt: number;
  /** Belongs to the group no more: plays in another one now, or was removed by the teacher. */
  left: 'moved' | 'removed' | null;
  /** Wants to go on from the lobby, the scene or the reveal. */
  ready: boolean;
  proposal: GroupAnswer | null;
  wantsHint: boolean;
  contribution: Contribution;
  /** What was counted for the open task already. */
  counted: { proposal: boolean; hint: boolean };
}

export interface Piece {
  holder: string;
  shared: boolean;
}

/** How a task ended, by its index; the last end counts when it had to be opened again. */
export interface TaskResult {
  outcome: TaskOutcome;
  answer: GroupAnswer | null;
  how: HowClosed;
  hint: boolean;
}

/** Everything that is known of one group. It has one owner who feeds it to `evolve`, event by event. */
export interface GroupState {
  readonly rules: GroupRules;
  /** Number of the last event, 0 before the first. */
  seq: number;
  /** When the last event happened. */
  clock: number;
  phase: Phase;
  /** Grows with every move from phase to phase. */
  step: number;
  /** The clock stands since then; `until` ends the waiting. */
  paused: { reason: PauseReason; since: number; until: number | null } | null;
  hearts: number;
  coins: number;
  /** Set by the first scene. */
  missionEndsAt: number | null;
  learners: Map<string, Learner>;
  /** When the last learner went; nobody is here before the first. */
  emptySince: number;
  turn: string | null;
  /** Who had the last turn. */
  lastTurn: string | null;
  pieces: Piece[];
  hint: boolean;
  results: (TaskResult | undefined)[];
}

export function newGroup(rules: GroupRules): GroupState {
  return {
    rules,
    seq: 0,
    clock: 0,
    phase: { name: 'lobby' },
    step: 0,
    paused: null,
    hearts: figures.hearts,
    coins: figures.coins,
    missionEndsAt: null,
    learners: new Map(),
    emptySince: 0,
    turn: null,
    lastTurn: null,
    pieces: [],
    hint: false,
    results: [],
  };
}

/** Learners of the group, without those who play in another one now or were removed. */
export const members = (state: GroupState): Learner[] =>
  [...state.learners.values()].filter(({ left }) => left === null);

export const present = (state: GroupState): Learner[] => members(state).filter(({ connected }) => connected);

/** The task that is open or was just closed; null in a lobby, a scene or at the end. */
export function currentTask({ phase, rules }: GroupState): GroupTask | null {
  return phase.name === 'task' || phase.name === 'reveal' ? rules.tasks[phase.task]! : null;
}

/** When the present phase ends by itself; null when it waits for people. */
export function deadlineOf(phase: Phase): number | null {
  if (phase.name === 'task') return phase.closesAt;
  return phase.name === 'scene' || phase.name === 'reveal' ? phase.endsAt : null;
}

/** Milliseconds that the present phase still has at `now`; null when it has no end of its own. */
export function remainingMs({ phase, paused }: GroupState, now: number): number | null {
  const deadline = deadlineOf(phase);
  return deadline === null ? null : Math.max(0, deadline - (paused?.since ?? now));
}

/** How long the present phase has lasted by `now`, pauses apart, and how long it lasts at most, ms; null where it waits for people. */
export function stageTime(state: GroupState, now: number): { spentMs: number; limitMs: number } | null {
  const { phase, rules } = state;
  if (phase.name === 'lobby' || phase.name === 'ended') return null;
  const limitMs = phase.name === 'task' ? rules.tasks[phase.task]!.question.timeLimitMs : timing[phase.name];
  return { spentMs: Math.max(0, limitMs - remainingMs(state, now)!), limitMs };
}

/** The open task was asked before, and the group gave no answer in time. */
export const isAskedAgain = ({ phase, results }: GroupState): boolean =>
  phase.name === 'task' && results[phase.task] !== undefined;

/** Whether the group can only go on, before its time is over, when this learner does something. */
export function isWaitedFor(state: GroupState, { id, connected, left, ready, proposal }: Learner): boolean {
  const { phase, turn, pieces } = state;
  if (!connected || left !== null || phase.name === 'ended') return false;
  if (phase.name !== 'task') return !ready;
  if (turn !== null) return turn === id;
  const hidden = pieces.filter(({ shared }) => !shared);
  return hidden.length > 0 ? hidden.some(({ holder }) => holder === id) : proposal === null;
}

/** [GRP-4] Rewards are shared: every learner of the group gets these points. Only a solved mission keeps hearts and coins. */
export function rewardOf({ results, hearts, coins, phase }: GroupState): number {
  const right = results.filter((result) => result?.outcome === 'right').length;
  const kept =
    phase.name === 'ended' && phase.reason === 'solved'
      ? figures.pointsPerHeart * hearts + figures.pointsPerCoin * coins
      : 0;
  return figures.pointsPerRight * right + kept;
}
