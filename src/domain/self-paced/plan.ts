import type { ClassPlan, ClassSettings } from '../challenge/class-plan.ts';
import { rulesOf } from '../challenge/deal.ts';
import type { ChallengePlan } from '../challenge/plan.ts';

/** Whether learners have the questions' own time; otherwise as much as they want. */
export type SelfPacedSettings = ClassSettings & { timed?: boolean | undefined };

/** The mission as it is asked: without a time limit a question stays open until it is answered. */
export function pacedPlan(plan: ClassPlan, { timed }: Pick<SelfPacedSettings, 'timed'>): ClassPlan {
  if (timed) return plan;
  return {
    ...plan,
    rounds: plan.rounds.map((round) => ({ ...round, timeLimitMs: Number.POSITIVE_INFINITY })),
  };
}

/** [REP-4] The rules of one learner's run: those of a class, without what needs a class or a host. */
export function ownRules(plan: ClassPlan, settings: SelfPacedSettings): ChallengePlan {
  return {
    ...rulesOf(pacedPlan(plan, settings), settings),
    teams: 0,
    chooseTeams: false,
    revoteBelow: null,
    changeAnswers: false,
    getReadyMs: 0,
    standings: 'off',
    advance: 'manual',
  };
}
