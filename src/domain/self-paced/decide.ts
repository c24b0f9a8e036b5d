import type { Command, RefusalCode } from '../challenge/commands.ts';
import { decideAnswer } from '../challenge/decide-answer.ts';
import type { Decision as ClassDecision } from '../challenge/decision.ts';
import type { EndReason, Fact } from '../challenge/events.ts';
import { timing } from '../challenge/plan.ts';
import { afterReveal, announce } from '../challenge/rounds.ts';
import { type ChallengeState, extraTime } from '../challenge/state.ts';
import type { OwnFact, SelfPacedFact } from './events.ts';
import type { SelfPacedState } from './state.ts';

type AnswerCommand = Extract<Command, { type: 'answer' }>;

export type SelfPacedCommand =
  | Extract<Command, { type: 'connect' | 'drop' }>
  | AnswerCommand
  /** `step`: what the learner saw, so a double press moves once. */
  | { type: 'next'; participantId: string; step: number }
  | { type: 'tick' }
  /** [DUR-4] Instead of each tick while nothing can be stored, and once when it can again. */
  | { type: 'hold' | 'release' }
  /** After a start of the server nobody is connected. */
  | { type: 'recover' }
  | { type: 'end'; reason: EndReason };

export type SelfPacedDecision = { ok: true; facts: SelfPacedFact[] } | { ok: false; code: RefusalCode };

const accept = (...facts: SelfPacedFact[]): SelfPacedDecision => ({ ok: true, facts });
const refuse = (code: RefusalCode): SelfPacedDecision => ({ ok: false, code });

/** What follows from a command at `now` (ms on the session's clock). Changes nothing. */
export function decideSelfPaced(
  state: SelfPacedState,
  command: SelfPacedCommand,
  now: number,
): SelfPacedDecision {
  if (state.ended) return 'participantId' in command ? refuse('session/ended') : accept();
  switch (command.type) {
    case 'connect':
      return decideConnect(state, command);
    case 'drop':
      return accept(...dropped(state, command.participantId));
    case 'answer':
      return inOwnRun(state, command.participantId, (run) => decideOwnAnswer(run, command, now));
    case 'next':
      return inOwnRun(state, command.participantId, (run) => decideNext(run, command.step));
    case 'tick':
      return accept(
        ...[...state.runs].flatMap(([id, run]) => (isOver(run, id, now) ? closing(run, id, 'deadline') : [])),
      );
    case 'hold':
      return accept(...[...state.runs].flatMap(([id, run]) => held(run, id)));
    case 'release':
      return accept(...[...state.runs].flatMap(([id, run]) => released(run, id)));
    case 'recover':
      return accept(...[...state.runs].flatMap(([id, run]) => [...dropped(state, id), ...released(run, id)]));
    case 'end':
      return accept(...[...state.runs].flatMap(([id, run]) => closing(run, id, 'host')), {
        type: 'session.ended',
        reason: command.reason,
      });
  }
}

function decideConnect(
  state: SelfPacedState,
  { participantId, timeFactor = 1 }: Extract<Command, { type: 'connect' }>,
): SelfPacedDecision {
  const run = state.runs.get(participantId);
  if (!run) {
    if (state.runs.size >= state.plan.cap) return refuse('join/full');
    const joined = { type: 'player.joined', participantId } as const;
    return timeFactor === 1
      ? accept(joined)
      : accept(joined, { type: 'player.accommodated', participantId, factor: timeFactor });
  }
  return run.connected > 0 ? accept() : accept({ type: 'player.connected', participantId });
}

function dropped({ runs }: SelfPacedState, participantId: string): OwnFact[] {
  return (runs.get(participantId)?.connected ?? 0) > 0 ? [{ type: 'player.dropped', participantId }] : [];
}

function inOwnRun(
  { runs }: SelfPacedState,
  participantId: string,
  rule: (run: ChallengeState) => ClassDecision,
): SelfPacedDecision {
  const run = runs.get(participantId);
  if (!run) return refuse('answer/not-a-player');
  const decision = rule(run);
  return decision.ok ? accept(...decision.facts.map((fact) => ownFact(fact, participantId))) : decision;
}

/** The rules of a class decide for a class of one: what they find is true of this learner alone. */
const ownFact = (fact: Fact, participantId: string) => ({ ...fact, participantId }) as OwnFact;

/** There is nobody else to wait for, whatever became of the connection since; with the question a pause of its clock ends. */
function decideOwnAnswer(run: ChallengeState, command: AnswerCommand, now: number): ClassDecision {
  const decision = decideAnswer(run, command, now);
  const given = decision.ok ? decision.facts[0] : undefined;
  if (given?.type !== 'answer.accepted') return decision;
  const resumed: Fact[] = run.paused ? [{ type: 'session.resumed' }] : [];
  return {
    ok: true,
    facts: [given, ...resumed, { type: 'round.closed', round: given.round, reason: 'all_answered' }],
  };
}

function decideNext(run: ChallengeState, step: number): ClassDecision {
  const { phase } = run;
  if (step !== run.step || phase.name === 'podium') return { ok: true, facts: [] };
  if (phase.name === 'lobby') return { ok: true, facts: [announce(run, 0)] };
  if (phase.name === 'reveal') return { ok: true, facts: [afterReveal(run, phase.round)] };
  return { ok: false, code: 'challenge/wrong-phase' };
}

/** [RND-3] A question with a time limit runs on while the learner is away, and only the server's clock counts. */
function isOver(run: ChallengeState, participantId: string, now: number): boolean {
  const { phase, paused } = run;
  if (paused || phase.name !== 'question') return false;
  const extra = extraTime(run, run.players.get(participantId)!, phase.round);
  return now > phase.closesAt + extra + timing.wireAllowance;
}

/** [DUR-4] A question without a time limit has no clock that could stand. */
function held({ phase, paused }: ChallengeState, participantId: string): OwnFact[] {
  const hasClock = phase.name === 'question' && Number.isFinite(phase.closesAt);
  return hasClock && !paused ? [{ type: 'session.paused', reason: 'saving', participantId }] : [];
}

function released({ paused }: ChallengeState, participantId: string): OwnFact[] {
  return paused ? [{ type: 'session.resumed', participantId }] : [];
}

function closing({ phase }: ChallengeState, participantId: string, reason: 'deadline' | 'host'): OwnFact[] {
  return phase.name === 'question'
    ? [{ type: 'round.closed', round: phase.round, reason, participantId }]
    : [];
}

/** Whether somebody's question has to be closed by the clock some time. */
export function isTimeRunning({ runs }: SelfPacedState): boolean {
  for (const { phase } of runs.values())
    if (phase.name === 'question' && Number.isFinite(phase.closesAt)) return true;
  return false;
}
