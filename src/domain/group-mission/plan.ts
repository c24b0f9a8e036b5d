import type { ClassPlan, ClassSettings, FrozenMission, Localized } from '../challenge/class-plan.ts';
import { deal } from '../challenge/deal.ts';
import type { AskedQuestion } from '../question/question.ts';

/**
 * [GRP-1] How a group comes to its one answer. `consensus`: all agree, or the majority at the deadline. `turns`: one learner
 * after another. `split`: each holds a part of the information, and it takes all parts before the group can agree.
 */
export const ways = ['consensus', 'turns', 'split'] as const;
export type Way = (typeof ways)[number];

/** What the rules need of a task; its texts stay outside. */
export interface GroupTask {
  /** Index of the scene in which it stands. */
  scene: number;
  way: Way;
  question: AskedQuestion;
  /** Into how many pieces its information is split; 0 but for `split`. */
  pieces: number;
  hasHint: boolean;
}

/** What was fixed when the group was opened. Tasks stand in the order of their scenes. */
export interface GroupRules {
  scenes: number;
  tasks: readonly GroupTask[];
  missionMs: number;
}

/** A scene as it was written. */
export interface FrozenScene {
  titles: Localized<string>;
  /** Paragraphs. */
  story: Localized<string[]>;
  tasks: { questionId: string; way: Way; pieces: Localized<string[]> }[];
}

/** A task in this run; its question is the round of the same index. */
export interface PlannedTask {
  scene: number;
  way: Way;
  pieces: Localized<string[]>;
}

/** The mission as one group plays it, with all texts. */
export interface GroupMissionPlan extends ClassPlan {
  scenes: Omit<FrozenScene, 'tasks'>[];
  tasks: PlannedTask[];
  minutes: number;
}

/** Only what `deal` asks for matters: questions in their order, each with its own time. */
const asWritten: ClassSettings = {
  format: 'challenge',
  scoring: 'accuracy',
  streakBonus: false,
  teams: { count: 0, choose: false },
  revoteBelow: null,
  changeAnswers: false,
  secondsPerQuestion: null,
  getReadySeconds: 0,
  advance: 'auto',
  standings: 'off',
  generatedNames: false,
  shuffleQuestions: false,
  cap: 8,
};

/**
 * Lays a group mission out for one group: choices are shuffled, scenes and tasks keep their order.
 * `minutes` is the time for the whole mission; `random` gives numbers in [0, 1).
 */
export function dealGroupMission(
  mission: FrozenMission,
  scenes: readonly FrozenScene[],
  minutes: number,
  random: () => number,
): GroupMissionPlan {
  const plan = deal(mission, asWritten, random);
  const tasks = scenes.flatMap((scene, i) => scene.tasks.map((task) => ({ ...task, scene: i })));
  const rounds = tasks.map(({ questionId }) => {
    const round = plan.rounds.find((one) => one.questionId === questionId);
    if (!round) throw new Error(`no question ${questionId} in the mission`);
    return round;
  });
  return {
    ...plan,
    rounds,
    scenes: scenes.map(({ titles, story }) => ({ titles, story })),
    tasks: tasks.map(({ scene, way, pieces }) => ({ scene, way, pieces })),
    minutes,
  };
}

/** What the rules need of a plan. */
export function rulesOfGroup(plan: GroupMissionPlan): GroupRules {
  return {
    scenes: plan.scenes.length,
    missionMs: plan.minutes * 60_000,
    tasks: plan.tasks.map(({ scene, way, pieces }, i) => {
      const question = plan.rounds[i]!;
      return {
        scene,
        way,
        question,
        pieces: way === 'split' ? pieces[plan.locale]!.length : 0,
        hasHint: question.texts[plan.locale]!.hint !== null,
      };
    }),
  };
}
