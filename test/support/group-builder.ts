import type {
  Command,
  LearnerVerb,
  RefusalCode,
  TeacherVerb,
} from '../../src/domain/group-mission/commands.ts';
import { decide, record } from '../../src/domain/group-mission/decide.ts';
import type { FactType, GroupEvent } from '../../src/domain/group-mission/events.ts';
import { evolve } from '../../src/domain/group-mission/evolve.ts';
import type { GroupRules, GroupTask, Way } from '../../src/domain/group-mission/plan.ts';
import { type GroupState, type Learner, newGroup, type Phase } from '../../src/domain/group-mission/state.ts';
import { aQuestion, right } from './class-builder.ts';

/** Tasks of the first scene; a second one follows without any. */
export function someRules(ways: readonly Way[], different: Partial<GroupRules> = {}): GroupRules {
  return {
    scenes: 2,
    missionMs: 15 * 60_000,
    tasks: ways.map(
      (way): GroupTask => ({
        scene: 0,
        way,
        question: aQuestion({ timeLimitMs: 60_000 }),
        pieces: way === 'split' ? 4 : 0,
        hasHint: true,
      }),
    ),
    ...different,
  };
}

/** A group in its lobby; its session's clock stands at 0. */
export const aGroup = (ways: readonly Way[] = ['consensus', 'turns', 'split']): TestGroup =>
  new TestGroup(someRules(ways));

/** A group that is played by hand, with its clock and its log. Learners are l1, l2, … */
export class TestGroup {
  state: GroupState;
  now = 0;
  readonly log: GroupEvent[] = [];

  constructor(rules: GroupRules) {
    this.state = newGroup(rules);
  }

  with(learners: number): this {
    for (let i = 1; i <= learners; i++) this.connect(`l${i}`);
    return this;
  }

  /** All who are there want to go on, until that task is open or the group is at its end; tasks on the way are solved. */
  atTask(task: number): this {
    for (let i = 0; i < 100; i++) {
      const { phase } = this.state;
      if (phase.name === 'ended' || (phase.name === 'task' && phase.task === task)) return this;
      if (phase.name === 'task') this.solve();
      else this.allReady();
    }
    throw new Error(`the group never comes to task ${task}`);
  }

  /** Gives the right answer in the way that the open task asks for. */
  solve(answer: number[] = right): void {
    this.state.pieces.forEach(({ holder, shared }, piece) => {
      if (!shared) this.act(holder, { verb: 'share', task: this.task, piece });
    });
    if (this.state.turn) this.answer(this.state.turn, answer);
    else for (const id of this.here()) if (this.state.phase.name === 'task') this.answer(id, answer);
  }

  allReady(): void {
    const { step } = this.state;
    for (const id of this.here()) this.act(id, { verb: 'ready', step });
  }

  here = (): string[] => [...this.state.learners.values()].filter((one) => one.connected).map(({ id }) => id);
  learner = (id: string): Learner => this.state.learners.get(id)!;

  get phase(): Phase['name'] {
    return this.state.phase.name;
  }

  get task(): number {
    const { phase } = this.state;
    return 'task' in phase ? phase.task : -1;
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

  connect = (participantId: string) => this.do({ type: 'connect', participantId });
  drop = (participantId: string) => this.do({ type: 'drop', participantId });
  act = (participantId: string, act: LearnerVerb) => this.do({ type: 'act', participantId, act });
  answer = (participantId: string, answer: number[] = right) =>
    this.act(participantId, { verb: 'answer', task: this.task, answer });
  hint = (participantId: string, wanted = true) =>
    this.act(participantId, { verb: 'wantHint', task: this.task, wanted });
  order = (verb: TeacherVerb['verb']) => this.do({ type: 'order', order: { verb } });

  /** Lets time pass in silence, and then ticks. */
  wait(ms: number): FactType[] {
    this.now += ms;
    return this.do({ type: 'tick' });
  }

  /** Another process takes the log up; time in between does not count. */
  restart(): this {
    this.state = replay(this.state.rules, JSON.parse(JSON.stringify(this.log)));
    this.now = this.state.clock;
    this.do({ type: 'recover' });
    return this;
  }
}

export function replay(rules: GroupRules, log: readonly GroupEvent[]): GroupState {
  const state = newGroup(rules);
  for (const event of log) evolve(state, event);
  return state;
}
