import { leastAnswers, masteredFrom, strugglingBelow } from '../mastery/mastery.ts';
import { type Day, dayIn, daysAfter, weekOf } from './calendar.ts';

/** Answers of one learner on one of the own days, in one session or (null) in missions alone, about one topic. */
export interface AnsweredDay {
  day: Day;
  sessionId: string | null;
  topic: string | null;
  /** Right, partly right or wrong. */
  answered: number;
  right: number;
  partly: number;
}

/** What is known of some weeks of a learner. */
export interface WeekFacts {
  answers: readonly AnsweredDay[];
  /** Days of learning. [PRG-3] */
  learnt: readonly Day[];
  /** Whole minutes of active time; days without stand nowhere. [ALO-5] */
  minutes: readonly { day: Day; minutes: number }[];
  /** Days on which a badge was earned, and on which a mission was finished for the first time: one entry each. */
  badges: readonly Day[];
  missions: readonly Day[];
}

export interface WeekSum {
  /** A Monday and its Sunday. */
  from: Day;
  to: Day;
  learnt: number;
  answered: number;
  right: number;
  minutes: number;
  badges: number;
  missions: number;
}

/** Figures of the week that begins on this Monday. */
export function sumWeek(facts: WeekFacts, monday: Day): WeekSum {
  const to = daysAfter(monday, 6);
  const isIn = (day: Day) => day >= monday && day <= to;
  const answers = facts.answers.filter(({ day }) => isIn(day));
  return {
    from: monday,
    to,
    learnt: new Set(facts.learnt.filter(isIn)).size,
    answered: sum(answers.map(({ answered }) => answered)),
    right: sum(answers.map(({ right }) => right)),
    minutes: sum(facts.minutes.filter(({ day }) => isIn(day)).map(({ minutes }) => minutes)),
    badges: facts.badges.filter(isIn).length,
    missions: facts.missions.filter(isIn).length,
  };
}

/**
 * The topics that went best and worst, by the share that was known (partly right counts a half); null where none of at least five
 * answers stands out. The borders are those of mastery: from 0.8 it sits, below 0.5 it is at the beginning.
 */
export function standingOut(answers: readonly AnsweredDay[]): { well: string | null; hard: string | null } {
  const topics = [...Map.groupBy(answers, ({ topic }) => topic)].flatMap(([topic, own]) => {
    const answered = sum(own.map((one) => one.answered));
    if (topic === null || answered < leastAnswers) return [];
    return [{ topic, answered, share: sum(own.map(({ right, partly }) => right + partly / 2)) / answered }];
  });
  // of two that are alike the one that was answered more
  topics.sort((a, b) => a.share - b.share || b.answered - a.answered || (a.topic < b.topic ? -1 : 1));
  const worst = topics[0];
  const best = topics.toSorted((a, b) => b.share - a.share || b.answered - a.answered)[0];
  return {
    well: best && best.share >= masteredFrom ? best.topic : null,
    hard: worst && worst.share < strugglingBelow ? worst.topic : null,
  };
}

/** Local time of Monday from which the week before is told. */
const tellFrom = 7;

/**
 * Which week is due to be told about in this zone at this moment, by its Monday: the one that has ended, from seven on Monday morning to seven on
 * Wednesday, so that a server that was away makes up for it. null: none is.
 */
export function weekToReport(zone: string, at: number): Day | null {
  const day = dayIn(zone, at, tellFrom);
  const monday = weekOf(day);
  return day <= daysAfter(monday, 1) ? daysAfter(monday, -7) : null;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
