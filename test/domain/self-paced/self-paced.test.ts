import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChallengePlan } from '../../../src/domain/challenge/plan.ts';
import { asClass, unfinished } from '../../../src/domain/self-paced/as-class.ts';
import {
  decideSelfPaced,
  isTimeRunning,
  type SelfPacedCommand,
} from '../../../src/domain/self-paced/decide.ts';
import type { SelfPacedEvent } from '../../../src/domain/self-paced/events.ts';
import { evolveSelfPaced, newSelfPaced, recordSelfPaced } from '../../../src/domain/self-paced/state.ts';
import { aClass, aQuestion, right, wrong } from '../../support/class-builder.ts';

const untimed = aQuestion({ timeLimitMs: Number.POSITIVE_INFINITY });
const plan: ChallengePlan = {
  ...aClass({ rounds: [untimed, untimed, untimed] }).state.plan,
  format: 'self_paced',
  scoring: 'accuracy',
  getReadyMs: 0,
  standings: 'off',
};

/** A homework that is played by hand, with its clock and its log. */
class Homework {
  readonly state;
  readonly log: SelfPacedEvent[] = [];
  now = 0;
  private answers = 0;

  constructor(different: Partial<ChallengePlan> = {}) {
    this.state = newSelfPaced({ ...plan, ...different });
  }

  do(command: SelfPacedCommand): string {
    const decision = decideSelfPaced(this.state, command, this.now);
    if (!decision.ok) return decision.code;
    const events = recordSelfPaced(this.state, decision.facts, this.now);
    this.log.push(...events);
    return events.map(({ type }) => type).join(' ');
  }

  connect = (participantId: string) => this.do({ type: 'connect', participantId });
  next = (participantId: string, step = this.run(participantId).step) =>
    this.do({ type: 'next', participantId, step });
  answer = (participantId: string, answer: number[], round = this.round(participantId)) =>
    this.do({ type: 'answer', participantId, round, vote: 1, answerId: `answer-${this.answers++}`, answer });
  run = (participantId: string) => this.state.runs.get(participantId)!;
  phase = (participantId: string) => this.run(participantId).phase.name;

  private round(participantId: string): number {
    const { phase } = this.run(participantId);
    return 'round' in phase ? phase.round : 0;
  }

  /** Through the next question. */
  play(participantId: string, answer: number[]): void {
    this.next(participantId);
    this.answer(participantId, answer);
  }
}

describe('homework', () => {
  it('[PTS-3] with the questions’ own times gives a learner the time that is kept for the learner', () => {
    const timed = aQuestion({ timeLimitMs: 20_000 });
    const homework = new Homework({ rounds: [timed, timed] });
    homework.connect('ann');
    expect(homework.do({ type: 'connect', participantId: 'ben', timeFactor: 1.5 })).toBe(
      'player.joined player.accommodated',
    );
    for (const name of ['ann', 'ben']) homework.next(name);
    homework.now = 20_251;
    homework.do({ type: 'tick' });
    expect([homework.phase('ann'), homework.phase('ben')]).toEqual(['reveal', 'question']);
    homework.now = 30_000;
    expect(homework.answer('ben', right)).toBe('answer.accepted round.closed');
    homework.next('ben');
    homework.now += 30_251;
    homework.do({ type: 'tick' });
    expect(homework.phase('ben')).toBe('reveal');
    const replayed = newSelfPaced(homework.state.plan);
    for (const event of homework.log) evolveSelfPaced(replayed, event);
    expect(replayed).toEqual(homework.state);
  });

  it('[REP-4] moves each learner alone, from question to reveal and on, by the learner', () => {
    const homework = new Homework();
    homework.connect('ann');
    homework.connect('ben');
    expect(homework.next('ann')).toBe('round.opened');
    expect(homework.phase('ben')).toBe('lobby');
    expect(homework.answer('ann', right)).toBe('answer.accepted round.closed');
    expect(homework.phase('ann')).toBe('reveal');
    expect(homework.next('ann')).toBe('round.opened');
    expect(homework.answer('ben', right, 0)).toBe('answer/too-early');
    homework.answer('ann', wrong);
    homework.play('ann', right);
    expect(homework.next('ann')).toBe('podium.shown');
    expect(homework.run('ann').players.get('ann')).toMatchObject({ score: 2_000, right: 2, answered: 3 });
    expect(homework.phase('ben')).toBe('lobby');
  });

  it('[REP-4] a second press from the same step moves nothing, and a question is not skipped', () => {
    const homework = new Homework();
    homework.connect('ann');
    expect(homework.next('ann', 0)).toBe('round.opened');
    expect(homework.next('ann', 0)).toBe('');
    expect(homework.next('ann')).toBe('challenge/wrong-phase');
    expect(homework.do({ type: 'next', participantId: 'nobody', step: 0 })).toBe('answer/not-a-player');
  });

  it('[REP-4] without a time limit a question stays open for days, and earns the same', () => {
    const homework = new Homework();
    homework.connect('ann');
    homework.next('ann');
    homework.do({ type: 'drop', participantId: 'ann' });
    homework.now = 3 * 86_400_000;
    expect(homework.do({ type: 'tick' })).toBe('');
    expect(isTimeRunning(homework.state)).toBe(false);
    expect(homework.connect('ann')).toBe('player.connected');
    expect(homework.connect('ann')).toBe('');
    expect(homework.answer('ann', right)).toBe('answer.accepted round.closed');
    expect(homework.run('ann').players.get('ann')!.score).toBe(1_000);
  });

  it('[RND-3] with one, the clock closes the own question alone, also while its learner is away', () => {
    const homework = new Homework({ rounds: [aQuestion(), aQuestion()] });
    homework.connect('ann');
    homework.connect('ben');
    homework.next('ann');
    homework.now = 5_000;
    homework.next('ben');
    homework.do({ type: 'drop', participantId: 'ann' });
    homework.now = 20_251;
    expect(isTimeRunning(homework.state)).toBe(true);
    expect(homework.do({ type: 'tick' })).toBe('round.closed');
    expect(homework.phase('ann')).toBe('reveal');
    expect(homework.phase('ben')).toBe('question');
    expect(homework.answer('ann', right, 0)).toBe('answer/too-late');
  });

  it('[DUR-4] while nothing can be stored the clock of each open question stands, and an answer is as fast as the clock', () => {
    const homework = new Homework({ rounds: [aQuestion(), aQuestion()], scoring: 'speed' });
    for (const id of ['ann', 'ben', 'cy']) homework.connect(id);
    homework.next('ann');
    homework.now = 4_000;
    homework.next('ben');
    homework.now = 6_000;
    expect(homework.do({ type: 'hold' })).toBe('session.paused session.paused');
    homework.now = 60_000;
    expect(homework.do({ type: 'hold' })).toBe('');
    expect(homework.answer('ann', right)).toBe('answer.accepted session.resumed round.closed');
    expect(homework.run('ann').players.get('ann')!.answer).toMatchObject({ elapsedMs: 6_000 });
    expect(homework.next('ann')).toBe('round.opened');
    expect(homework.do({ type: 'hold' })).toBe('session.paused');
    expect(homework.do({ type: 'release' })).toBe('session.resumed session.resumed');
    homework.now += 18_250;
    expect(homework.do({ type: 'tick' })).toBe('');
    homework.now += 1;
    expect(homework.do({ type: 'tick' })).toBe('round.closed');
    expect([homework.phase('ann'), homework.phase('ben')]).toEqual(['question', 'reveal']);
  });

  it('[DUR-4] [DUR-2] a question without a clock has none that stands, and a process that dies leaves the time that was left', () => {
    const untimedOne = new Homework();
    untimedOne.connect('ann');
    untimedOne.next('ann');
    expect(untimedOne.do({ type: 'hold' })).toBe('');
    const homework = new Homework({ rounds: [aQuestion()] });
    homework.connect('ann');
    homework.next('ann');
    homework.now = 6_000;
    homework.do({ type: 'hold' });
    homework.now = 90_000;
    expect(homework.do({ type: 'recover' })).toBe('player.dropped session.resumed');
    homework.now += 14_250;
    expect(homework.do({ type: 'tick' })).toBe('');
    homework.now += 1;
    expect(homework.do({ type: 'tick' })).toBe('round.closed');
  });

  it('[ANS-3] the first answer counts, and the same one again is the same', () => {
    const homework = new Homework();
    homework.connect('ann');
    homework.next('ann');
    const command = {
      type: 'answer',
      participantId: 'ann',
      round: 0,
      vote: 1,
      answerId: 'once-only',
      answer: right,
    } as const;
    homework.do(command);
    expect(homework.do(command)).toBe('');
    expect(homework.answer('ann', wrong, 0)).toBe('answer/round-closed');
  });

  it('[REP-4] ends for all at once; what is open then was not answered, and nothing is taken afterwards', () => {
    const homework = new Homework();
    for (const id of ['ann', 'ben', 'cy']) homework.connect(id);
    for (let i = 0; i < 3; i++) homework.play('ann', right);
    homework.play('ben', wrong);
    homework.next('ben');
    expect(homework.do({ type: 'end', reason: 'finished' })).toBe('round.closed session.ended');
    expect(homework.answer('ben', right, 1)).toBe('session/ended');
    expect(homework.connect('dan')).toBe('session/ended');
    expect(homework.do({ type: 'end', reason: 'finished' })).toBe('');
    expect([...unfinished(homework.state)]).toEqual([
      ['ben', 1],
      ['cy', 0],
    ]);
    const { players, rounds, phase } = asClass(homework.state);
    expect(phase).toEqual({ name: 'ended', reason: 'finished' });
    expect([...players.values()].map(({ id, rank, score }) => [id, rank, score])).toEqual([
      ['ann', 1, 3_000],
      ['ben', 2, 0],
      ['cy', 2, 0],
    ]);
    expect(rounds.map(({ answered, right, spread }) => [answered, right, spread])).toEqual([
      [2, 1, [1, 1, 0, 0]],
      [1, 1, [1, 0, 0, 0]],
      [1, 1, [1, 0, 0, 0]],
    ]);
  });

  it('[REP-4] [DUR-1] any play: the log alone gives the same state, and one run never moves another', () => {
    const who = fc.constantFrom('ann', 'ben');
    const move = fc.record({
      who,
      what: fc.constantFrom('connect', 'drop', 'next', 'right', 'wrong', 'recover', 'hold', 'release'),
      ms: fc.nat(30_000),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const homework = new Homework({ rounds: [aQuestion(), untimed, aQuestion()] });
        for (const id of ['ann', 'ben']) homework.connect(id);
        for (const { who, what, ms } of moves) {
          homework.now += ms;
          const other = who === 'ann' ? 'ben' : 'ann';
          const before = homework.run(other).step;
          if (what === 'connect' || what === 'drop') homework.do({ type: what, participantId: who });
          else if (what === 'recover' || what === 'hold' || what === 'release') homework.do({ type: what });
          else if (what === 'next') homework.next(who);
          else homework.answer(who, what === 'right' ? right : wrong);
          expect(homework.run(other).step).toBe(before);
          homework.do({ type: 'tick' });
        }
        const again = newSelfPaced(homework.state.plan);
        for (const event of homework.log) evolveSelfPaced(again, event);
        expect(again).toEqual(homework.state);
        const points = homework.log.reduce(
          (sum, event) => sum + (event.type === 'answer.accepted' ? event.points : 0),
          0,
        );
        const scores = [...asClass(homework.state).players.values()].reduce(
          (sum, { score }) => sum + score,
          0,
        );
        expect(scores).toBe(points);
      }),
      { numRuns: 100 },
    );
  });
});
