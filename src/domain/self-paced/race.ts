import { pointsFor, type Scoring } from '../challenge/points.ts';
import type { ChallengeState } from '../challenge/state.ts';
import { type AskedQuestion, isScored } from '../question/question.ts';
import type { SelfPacedEvent } from './events.ts';

/** After a question, both in all: points, and milliseconds from the opening of each question to its answer. */
export interface Leg {
  points: number;
  ms: number;
}

/** [REP-3] An earlier run, a leg a question. */
export interface Ghost {
  /** The own run, or the mean of a class. */
  against: 'own' | 'class';
  legs: Leg[];
  /** Of a class, after each question: how many runners are in each tenth of the way to `goal`. */
  field: number[][] | null;
  /** Points of somebody who is right everywhere and at once. */
  goal: number;
}

/** As far as the learner may know: of a question that is not closed nothing. [RND-2] */
export interface RaceSoFar {
  against: Ghost['against'];
  goal: number;
  of: number;
  you: Leg[];
  ghost: Leg[];
  field: number[] | null;
}

const mostBonus = 500;

export function goalOf(
  questions: readonly AskedQuestion[],
  { scoring, streakBonus }: { scoring: Scoring; streakBonus: boolean },
): number {
  const most = questions.filter(isScored).map((question) =>
    pointsFor(scoring, {
      factor: question.points,
      worth: question.worth,
      share: 1,
      elapsedMs: 0,
      timeLimitMs: 1,
      stake: 'high',
    }),
  );
  const bonus = streakBonus ? most.map((_, i) => Math.min(mostBonus, 100 * i)) : [];
  return Math.max(
    1,
    [...most, ...bonus].reduce((sum, points) => sum + points, 0),
  );
}

/** The learner's own legs, from the events of the own run. `plan`: what a question without an answer took. */
export class OwnLegs {
  readonly legs: Leg[] = [];
  private elapsed: number | null = null;

  /** `run` as it is after the event. */
  follow(event: SelfPacedEvent, run: ChallengeState): void {
    if (event.type === 'answer.accepted') this.elapsed = event.elapsedMs;
    if (event.type !== 'round.closed') return;
    const limit = run.plan.rounds[event.round]!.timeLimitMs;
    const took = this.elapsed ?? (Number.isFinite(limit) ? limit : 0);
    const points = run.players.get(event.participantId)?.score ?? 0;
    this.legs.push({ points, ms: (this.legs.at(-1)?.ms ?? 0) + took });
    this.elapsed = null;
  }
}

export function raceSoFar({ against, legs, field, goal }: Ghost, you: readonly Leg[]): RaceSoFar {
  return {
    against,
    goal,
    of: legs.length,
    you: [...you],
    ghost: legs.slice(0, you.length),
    field: (you.length > 0 && field?.[you.length - 1]) || null,
  };
}
