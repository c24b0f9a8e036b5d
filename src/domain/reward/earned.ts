import { type Day, dayIn } from './calendar.ts';

/** XP of a question that does not say what it is worth. */
export const usualXp = 10;
/** XP for playing a session or a mission to its end. */
export const finishingXp = 50;

export interface CheckedAnswer {
  questionId: string;
  right: boolean;
  /** What a right answer earns. */
  xp: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** What one learner did in one session that has ended. */
export interface Played {
  sessionId: string;
  /** IANA zone in which the learner lived then. */
  timezone: string;
  /** Was there to the end. */
  finished: boolean;
  /** Right, partly right or wrong; never polls and the like. */
  answers: readonly CheckedAnswer[];
}

export interface Reward {
  /** The same thing has the same key, however often it is told. */
  key: string;
  xp: number;
  reason: 'answer' | 'session';
  sessionId: string;
  day: Day;
}

/**
 * What a learner earned in sessions: each question that was answered right once a day, and once for finishing. Points never
 * become XP, so speed earns nothing. Gives the rewards in the order in which they came about.
 */
export function rewardsOf(sessions: readonly Played[]): Reward[] {
  const rewards = new Map<string, Reward>();
  const give = (reward: Reward) => {
    if (!rewards.has(reward.key) && reward.xp > 0) rewards.set(reward.key, reward);
  };
  const answers = sessions.flatMap(({ sessionId, timezone, answers }) =>
    answers.map((answer) => ({ ...answer, sessionId, day: dayIn(timezone, answer.at) })),
  );
  answers.sort((a, b) => a.at - b.at || (a.sessionId < b.sessionId ? -1 : 1));
  for (const { questionId, right, xp, sessionId, day } of answers)
    if (right) give({ key: `question:${questionId}:${day}`, xp, reason: 'answer', sessionId, day });
  for (const { sessionId, timezone, finished, answers } of sessions) {
    if (!finished || answers.length === 0) continue;
    const day = dayIn(timezone, Math.max(...answers.map(({ at }) => at)));
    give({ key: `session:${sessionId}`, xp: finishingXp, reason: 'session', sessionId, day });
  }
  return [...rewards.values()];
}

/** One checked answer makes a day. */
export const learningDays = (sessions: readonly Played[]): Set<Day> =>
  new Set(sessions.flatMap(({ timezone, answers }) => answers.map(({ at }) => dayIn(timezone, at))));
