import { type Day, dayIn } from './calendar.ts';
import type { Reward } from './ledger.ts';

/** XP of a question that does not say what it is worth. */
export const usualXp = 10;
/** XP for playing a session or a mission to its end. */
export const finishingXp = 50;
/** Coins for the same. */
export const finishingCoins = 20;

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
  /** The hour at which the learner's day began then. */
  dayStartHour: number;
  /** Was there to the end. */
  finished: boolean;
  /** Right, partly right or wrong; never polls and the like. */
  answers: readonly CheckedAnswer[];
}

/** What one learner did alone; the day is the learner's own and was fixed with the deed, as was its worth. */
export interface Studied {
  /** Right, partly right or wrong. */
  answers: readonly (CheckedAnswer & { day: Day })[];
  /** Finished for the first time. */
  lessons: readonly { lessonId: string; xp: number; day: Day }[];
  missions: readonly { missionId: string; xp: number; coins: number; day: Day }[];
}
export const nothingAlone: Studied = { answers: [], lessons: [], missions: [] };

/**
 * What a learner earned in sessions and alone: each question that was answered right once a day, as much as the answer that was worth
 * most, and XP and coins for finishing. Points never become either, so speed earns nothing. Gives the rewards in the order in which they came about.
 */
export function rewardsOf(sessions: readonly Played[], alone: Studied = nothingAlone): Reward[] {
  const rewards = new Map<string, Reward>();
  const give = (reward: Reward) => {
    const key = `${reward.currency} ${reward.key}`;
    if (reward.amount > (rewards.get(key)?.amount ?? 0)) rewards.set(key, reward);
  };
  const inSessions = sessions.flatMap(({ sessionId, timezone, dayStartHour, answers }) =>
    answers.map((answer) => ({
      ...answer,
      source: { type: 'live_session', id: sessionId } as const,
      day: dayIn(timezone, answer.at, dayStartHour),
    })),
  );
  const byOneself = alone.answers.map((answer) => ({
    ...answer,
    source: { type: 'question', id: answer.questionId } as const,
  }));
  const answers = [...inSessions, ...byOneself];
  answers.sort((a, b) => a.at - b.at || (a.source.id < b.source.id ? -1 : 1));
  for (const { questionId, right, xp, source, day } of answers) {
    if (right)
      give({
        key: `question:${questionId}:${day}`,
        currency: 'xp',
        amount: xp,
        reason: 'answer',
        source,
        day,
      });
  }
  for (const { sessionId, timezone, dayStartHour, finished, answers } of sessions) {
    if (!finished || answers.length === 0) continue;
    const day = dayIn(timezone, Math.max(...answers.map(({ at }) => at)), dayStartHour);
    const source = { type: 'live_session', id: sessionId } as const;
    const finishing = { key: `session:${sessionId}`, reason: 'session', source, day } as const;
    give({ ...finishing, currency: 'xp', amount: finishingXp });
    give({ ...finishing, currency: 'coin', amount: finishingCoins });
  }
  for (const { lessonId, xp, day } of alone.lessons) {
    const source = { type: 'lesson', id: lessonId } as const;
    give({ key: `lesson:${lessonId}`, currency: 'xp', amount: xp, reason: 'lesson', source, day });
  }
  for (const { missionId, xp, coins, day } of alone.missions) {
    const source = { type: 'mission', id: missionId } as const;
    const finishing = { key: `mission:${missionId}`, reason: 'mission', source, day } as const;
    give({ ...finishing, currency: 'xp', amount: xp });
    give({ ...finishing, currency: 'coin', amount: coins });
  }
  return [...rewards.values()];
}

/** One checked answer makes a day. */
export const learningDays = (sessions: readonly Played[], alone: Studied = nothingAlone): Set<Day> =>
  new Set([
    ...sessions.flatMap(({ timezone, dayStartHour, answers }) =>
      answers.map(({ at }) => dayIn(timezone, at, dayStartHour)),
    ),
    ...alone.answers.map(({ day }) => day),
  ]);
