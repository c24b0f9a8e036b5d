import type { Answer } from '../../src/domain/answer/answer.ts';
import type { Command, HostVerb, RefusalCode } from '../../src/domain/challenge/commands.ts';
import { decide, record } from '../../src/domain/challenge/decide.ts';
import type { ChallengeEvent, FactType } from '../../src/domain/challenge/events.ts';
import { evolve } from '../../src/domain/challenge/evolve.ts';
import type { ChallengePlan } from '../../src/domain/challenge/plan.ts';
import {
  type ChallengeState,
  newChallenge,
  type Phase,
  type Player,
  remainingMs,
} from '../../src/domain/challenge/state.ts';
import type { AskedQuestion } from '../../src/domain/question/question.ts';

export type PhaseName = Phase['name'];

/** Four choices of which the first is right, 20 seconds, up to 1,000 points. */
export function aQuestion(different: object = {}): AskedQuestion {
  return {
    kind: 'single_choice',
    choices: 4,
    key: [0],
    partial: false,
    points: 1,
    timeLimitMs: 20_000,
    ...different,
  };
}

export const right = [0];
export const wrong = [1];

interface Plan extends Partial<Omit<ChallengePlan, 'rounds'>> {
  rounds?: number | AskedQuestion[];
}

/** A class without anybody in it; its session's clock stands at 0. */
export function aClass({ rounds = 3, ...different }: Plan = {}): TestClass {
  return new TestClass({
    rounds: typeof rounds === 'number' ? Array.from({ length: rounds }, () => aQuestion()) : rounds,
    format: 'challenge',
    scoring: 'speed',
    streakBonus: false,
    teams: 0,
    chooseTeams: false,
    revoteBelow: null,
    changeAnswers: false,
    getReadyMs: 3_000,
    standings: 'each',
    advance: 'manual',
    cap: 300,
    ...different,
  });
}

/** A class that is played by hand, with its clock and its log. Players are p1, p2, … */
export class TestClass {
  state: ChallengeState;
  now = 0;
  readonly log: ChallengeEvent[] = [];
  private answers = 0;

  constructor(plan: ChallengePlan) {
    this.state = newChallenge(plan);
  }

  /** Its host, and as many players. */
  with(players: number): this {
    this.do({ type: 'hostConnect' });
    for (let i = 1; i <= players; i++) this.connect(`p${i}`);
    return this;
  }

  /** Goes on, as the host would by pressing "next", until that phase comes. */
  at(phase: PhaseName): this {
    for (let i = 0; this.state.phase.name !== phase; i++) {
      if (i > 5 * this.state.plan.rounds.length + 5) throw new Error(`the class never comes to ${phase}`);
      this.next();
    }
    return this;
  }

  /** Does it, and complains if that is refused. */
  do(command: Command): FactType[] {
    const decision = decide(this.state, command, this.now);
    if (!decision.ok) throw new Error(`${JSON.stringify(command)} was refused: ${decision.code}`);
    const events = record(this.state, decision.facts, this.now);
    this.log.push(...events);
    return events.map(({ type }) => type);
  }

  /** The code with which it is refused, or the facts that it would bring; does nothing. */
  asks(command: Command): RefusalCode | FactType[] {
    const decision = decide(this.state, command, this.now);
    return decision.ok ? decision.facts.map(({ type }) => type) : decision.code;
  }

  host(order: HostVerb): FactType[] {
    return this.do({ type: 'host', order });
  }

  next(): FactType[] {
    return this.host({ verb: 'next', step: this.state.step });
  }

  connect(participantId: string): FactType[] {
    return this.do({ type: 'connect', participantId });
  }

  drop(...participantIds: string[]): this {
    for (const participantId of participantIds) this.do({ type: 'drop', participantId });
    return this;
  }

  /** An answer to the open question, as the player's device would send it. */
  answerOf(
    participantId: string,
    answer: Answer = right,
    different: Partial<Extract<Command, { type: 'answer' }>> = {},
  ) {
    const { phase } = this.state;
    const round = 'round' in phase ? phase.round : 0;
    this.answers++;
    return {
      type: 'answer',
      participantId,
      round,
      vote: 1,
      answerId: `${participantId}-${this.answers}`,
      answer,
      ...different,
    } as const;
  }

  answer(participantId: string, answer: Answer = right): FactType[] {
    return this.do(this.answerOf(participantId, answer));
  }

  tick(): FactType[] {
    return this.do({ type: 'tick' });
  }

  /** Lets time pass in silence, and then ticks. */
  wait(ms: number): FactType[] {
    this.now += ms;
    return this.tick();
  }

  /** Lets time pass as it does in a room: with a tick every 100 ms. */
  live(ms: number): FactType[] {
    const facts: FactType[] = [];
    for (const end = this.now + ms; this.now < end; ) facts.push(...this.wait(Math.min(100, end - this.now)));
    return facts;
  }

  /**
   * The process dies and another one goes on with the log. The session's clock is what the log says,
   * so that it stood in between.
   */
  recover(): FactType[] {
    this.state = replay(this.state.plan, JSON.parse(JSON.stringify(this.log)));
    this.now = this.state.clock;
    return this.do({ type: 'recover' });
  }

  get phase(): Phase {
    return this.state.phase;
  }

  get remaining(): number | null {
    return remainingMs(this.state, this.now);
  }

  player(participantId: string): Player {
    return this.state.players.get(participantId)!;
  }
}

export function replay(plan: ChallengePlan, log: readonly ChallengeEvent[]): ChallengeState {
  const state = newChallenge(plan);
  for (const event of log) evolve(state, event);
  return state;
}
