import type { QuestionKind } from '../../question/question.ts';

/** What can be finished in a day: lessons and missions for the first time, today's five, and what is played with a class or a group. */
export type Finishable = 'lessons' | 'missions' | 'practices' | 'together';

/** One of several things that a challenge can be done with. */
export type DailyTask =
  /** So many different questions answered, or answered right; of a topic, or of a kind. */
  | { kind: 'answers' | 'right'; atLeast: number; topic?: string; question?: QuestionKind }
  /** So many answers one after another that were right. */
  | { kind: 'in_a_row'; atLeast: number }
  /** So many different questions right in any one topic. */
  | { kind: 'one_topic'; atLeast: number }
  /** Something answered in so many different ones. */
  | { kind: 'different'; of: 'topics' | 'missions' | 'question_kinds'; atLeast: number }
  /** So many questions right that had gone wrong not long before. */
  | { kind: 'mended'; atLeast: number }
  | { kind: 'finished'; of: Finishable; atLeast: number };

/** No task asks for more than that. */
export const mostOfATask = 10;

/**
 * A question that went wrong can be put right on that own day or so many after it. The database has the same in
 * `keep_daily_challenges`.
 */
export const mendedWithinDays = 90;

/** What is counted on the way. */
export type DailyUnit =
  | 'answers'
  | 'right'
  | 'in_a_row'
  | 'one_topic'
  | 'topics'
  | 'missions_tried'
  | 'question_kinds'
  | 'mended'
  | Finishable;

/** An answer that was right, partly right or wrong. */
export interface DayAnswer {
  questionId: string;
  kind: QuestionKind | null;
  /** Slug. */
  topic: string | null;
  missionId: string | null;
  right: boolean;
  /** Right, and wrong before, at most `mendedWithinDays` ago. */
  mends: boolean;
}

/** What one learner did on one own day. */
export interface DayFacts {
  /** In the order in which they were given. */
  answers: readonly DayAnswer[];
  finished: Readonly<Record<Finishable, number>>;
}

export const nothingDone: DayFacts = {
  answers: [],
  finished: { lessons: 0, missions: 0, practices: 0, together: 0 },
};

export interface DailyStep {
  unit: DailyUnit;
  /** At most `target`. */
  value: number;
  target: number;
}

/** [DAY-3] How far a day's facts go with each task, in the order of the tasks. */
export const stepsOf = (tasks: readonly DailyTask[], facts: DayFacts): DailyStep[] =>
  tasks.map((task) => {
    const [value, unit] = measure(task, facts);
    return { unit, value: Math.min(value, task.atLeast), target: task.atLeast };
  });

/** So many days before its own one has to know who measures them. */
export const daysBefore = (tasks: readonly DailyTask[]): number =>
  tasks.some(({ kind }) => kind === 'mended') ? mendedWithinDays : 0;

/** One of the tasks is enough. */
export const isDone = (steps: readonly DailyStep[]): boolean =>
  steps.some(({ value, target }) => value >= target);

/** The step that is nearest to its end; of two that are as near, the one that was written first. */
export const nearest = (steps: readonly DailyStep[]): DailyStep =>
  steps.reduce((best, step) => (step.value * best.target > best.value * step.target ? step : best));

/** Whether whoever comes alone and new can do it with these questions. */
export const canBeDone = (
  tasks: readonly DailyTask[],
  questions: readonly Omit<DayAnswer, 'right' | 'mends'>[],
): boolean =>
  isDone(
    stepsOf(tasks, {
      ...nothingDone,
      answers: questions.map((question) => ({ ...question, right: true, mends: false })),
    }),
  );

/** Whether one of them asks for nothing that somebody alone and new may not have: a class, something that went wrong, an unread lesson. */
export const areForEverybody = (tasks: readonly DailyTask[]): boolean =>
  tasks.some(({ kind }) => kind !== 'finished' && kind !== 'mended');

/**
 * Whether what is asked for stays as it was once it was there: questions change their kind, and missions their topic, so that what was
 * done with those cannot be checked later.
 */
export const areLasting = (tasks: readonly DailyTask[]): boolean =>
  tasks.every((task) => {
    if (task.kind === 'answers' || task.kind === 'right') return !task.topic && !task.question;
    return task.kind !== 'one_topic' && !(task.kind === 'different' && task.of !== 'missions');
  });

function measure(task: DailyTask, { answers, finished }: DayFacts): [number, DailyUnit] {
  switch (task.kind) {
    case 'answers':
    case 'right':
      return [
        distinct(
          answers
            .filter(({ right }) => right || task.kind === 'answers')
            .filter(({ topic }) => task.topic === undefined || topic === task.topic)
            .filter(({ kind }) => task.question === undefined || kind === task.question)
            .map(({ questionId }) => questionId),
        ),
        task.kind,
      ];
    case 'in_a_row':
      return [longestRow(answers), 'in_a_row'];
    case 'one_topic': {
      const topics = Map.groupBy(
        answers.filter(({ right, topic }) => right && topic !== null),
        ({ topic }) => topic,
      );
      const counts = [...topics.values()].map((own) => distinct(own.map(({ questionId }) => questionId)));
      return [Math.max(0, ...counts), 'one_topic'];
    }
    case 'different':
      if (task.of === 'topics') return [distinct(answers.map(({ topic }) => topic)), 'topics'];
      if (task.of === 'missions')
        return [distinct(answers.map(({ missionId }) => missionId)), 'missions_tried'];
      return [distinct(answers.map(({ kind }) => kind)), 'question_kinds'];
    case 'mended':
      return [distinct(answers.filter(({ mends }) => mends).map(({ questionId }) => questionId)), 'mended'];
    case 'finished':
      return [finished[task.of], task.of];
  }
}

function longestRow(answers: readonly DayAnswer[]): number {
  let longest = 0;
  let row = 0;
  for (const { right } of answers) {
    row = right ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}

const distinct = (all: readonly (string | null)[]): number => new Set(all.filter((one) => one !== null)).size;
