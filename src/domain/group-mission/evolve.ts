import type { FactType, GroupEvent } from './events.ts';
import { figures, timing } from './figures.ts';
import { type GroupState, type Learner, type Phase, present } from './state.ts';

type Effects = { [T in FactType]: (state: GroupState, event: GroupEvent<T>) => void };

/** Brings one event into the state. The same log always gives the same state. */
export function evolve(state: GroupState, event: GroupEvent): void {
  const effect = effects[event.type] as (state: GroupState, event: GroupEvent) => void;
  effect(state, event);
  state.seq = event.seq;
  state.clock = event.clock;
}

const effects: Effects = {
  'player.joined'(state, { participantId }) {
    state.learners.set(participantId, newLearner(participantId));
  },

  'player.connected'(state, { participantId }) {
    const learner = state.learners.get(participantId)!;
    learner.connected = true;
    learner.left = null;
  },

  'player.dropped'(state, { participantId, clock }) {
    disconnect(state, state.learners.get(participantId)!, clock);
  },

  'player.moved'(state, { participantId, clock }) {
    takeOut(state, state.learners.get(participantId)!, 'moved', clock);
  },

  'player.removed'(state, { participantId, clock }) {
    const learner = state.learners.get(participantId) ?? { ...newLearner(participantId), connected: false };
    state.learners.set(participantId, learner);
    takeOut(state, learner, 'removed', clock);
  },

  'player.ready'(state, { participantId }) {
    state.learners.get(participantId)!.ready = true;
  },

  'scene.shown'(state, { scene, clock }) {
    state.missionEndsAt ??= clock + state.rules.missionMs;
    moveTo(state, { name: 'scene', scene, endsAt: clock + timing.scene });
  },

  'task.opened'(state, { task, turn, holders, clock }) {
    const { timeLimitMs } = state.rules.tasks[task]!.question;
    const again = state.results[task] !== undefined;
    if (!again) state.hint = false;
    state.turn = turn;
    if (turn !== null) state.lastTurn = turn;
    state.pieces = holders.map((holder, i) => ({ holder, shared: again && state.pieces[i]!.shared }));
    for (const learner of state.learners.values()) {
      learner.proposal = null;
      learner.wantsHint = false;
      if (!again) learner.counted = { proposal: false, hint: false };
    }
    moveTo(state, { name: 'task', task, openedAt: clock, closesAt: clock + timeLimitMs });
  },

  'turn.passed'(state, { turn }) {
    state.turn = turn;
    state.lastTurn = turn;
  },

  'pieces.dealt'(state, { holders }) {
    state.pieces.forEach((piece, i) => {
      piece.holder = holders[i]!;
    });
  },

  'piece.shared'(state, { participantId, piece }) {
    state.pieces[piece]!.shared = true;
    state.learners.get(participantId)!.contribution.piecesShared++;
  },

  'answer.proposed'(state, { participantId, answer }) {
    const learner = state.learners.get(participantId)!;
    learner.proposal = answer;
    if (state.turn !== null) {
      learner.contribution.turns++;
    } else if (!learner.counted.proposal) {
      learner.counted.proposal = true;
      learner.contribution.proposals++;
    }
  },

  'hint.wanted'(state, { participantId, wanted }) {
    const learner = state.learners.get(participantId)!;
    learner.wantsHint = wanted;
    if (!wanted || learner.counted.hint) return;
    learner.counted.hint = true;
    learner.contribution.hintVotes++;
  },

  'hint.bought'(state) {
    state.hint = true;
    state.coins -= figures.hintPrice;
  },

  'task.closed'(state, { task, outcome, answer, how, clock }) {
    state.results[task] = { outcome, answer, how, hint: state.hint };
    if (outcome === 'right') state.coins += figures.coinsPerRight;
    if (outcome === 'wrong' || outcome === 'none') state.hearts--;
    if (how === 'turn' && outcome === 'right') state.learners.get(state.turn!)!.contribution.rightTurns++;
    moveTo(state, { name: 'reveal', task, endsAt: clock + timing.reveal });
  },

  'session.paused'(state, { reason, clock }) {
    state.paused = { reason, since: clock, until: reason === 'waiting' ? clock + timing.alone : null };
  },

  'session.resumed'(state, { clock }) {
    const stood = clock - state.paused!.since;
    state.paused = null;
    if (state.missionEndsAt !== null) state.missionEndsAt += stood;
    shift(state.phase, stood);
  },

  'session.recovered'(state, { clock }) {
    for (const learner of state.learners.values()) if (learner.connected) disconnect(state, learner, clock);
    if (state.paused?.reason === 'waiting') state.paused.until = clock + timing.alone;
  },

  'session.ended'(state, { reason }) {
    state.paused = null;
    moveTo(state, { name: 'ended', reason });
  },
};

function moveTo(state: GroupState, phase: Phase): void {
  state.phase = phase;
  state.step++;
  for (const learner of state.learners.values()) learner.ready = false;
}

function disconnect(state: GroupState, learner: Learner, clock: number): void {
  if (!learner.connected) return;
  learner.connected = false;
  learner.droppedAt = clock;
  if (present(state).length === 0) state.emptySince = clock;
}

function takeOut(state: GroupState, learner: Learner, left: 'moved' | 'removed', clock: number): void {
  disconnect(state, learner, clock);
  learner.left = left;
  learner.proposal = null;
  learner.wantsHint = false;
}

function shift(phase: Phase, byMs: number): void {
  if (phase.name === 'task') {
    phase.openedAt += byMs;
    phase.closesAt += byMs;
  } else if (phase.name === 'scene' || phase.name === 'reveal') {
    phase.endsAt += byMs;
  }
}

function newLearner(id: string): Learner {
  return {
    id,
    connected: true,
    droppedAt: 0,
    left: null,
    ready: false,
    proposal: null,
    wantsHint: false,
    contribution: { proposals: 0, turns: 0, rightTurns: 0, piecesShared: 0, hintVotes: 0 },
    counted: { proposal: false, hint: false },
  };
}
