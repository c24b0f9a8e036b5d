import { type Day, daysAfter } from '../calendar.ts';
import { levelOf } from '../level.ts';
import type { Collectable, Counted, Happening } from './criteria.ts';

/** Facts that were kept in another shape, or read by another rule, are of another version. */
export const factsVersion = 1;

/** What is known of one learner, whatever it came from; criteria look at nothing else. */
export interface Facts {
  counts: Readonly<Record<Counted, number>>;
  /** Days on which the learner learnt. */
  days: readonly Day[];
  longestStreak: number;
  /** Right answers by day, each question once a day. */
  rightOn: Readonly<Record<Day, number>>;
  /** Checked and right answers of each session. */
  sessions: readonly { answered: number; right: number }[];
  /** Estimates by objective, 0 to 1, the highest first. */
  mastery: readonly number[];
  collected: Readonly<Record<Collectable, readonly string[]>>;
  happened: Readonly<Record<Happening, number>>;
}

/** What badges themselves add to. */
export interface Purse {
  xp: number;
  badges: number;
}

/** What a learner did in one session, or in one go at a lesson alone. */
export interface SessionFact {
  sessionId: string;
  format: 'challenge' | 'team' | 'survival' | 'self_paced' | 'ghost' | 'practice' | 'group_mission' | 'alone';
  finished: boolean;
  /** Of its last answer, milliseconds since 1970. */
  at: number;
  /** Slugs of topic and mission, where they are still there. */
  topic: string | null;
  mission: string | null;
  /** What can be done again and go better. */
  task: string | null;
  answered: number;
  right: number;
  /** Kinds of questions that were answered right. */
  kinds: readonly string[];
}

/** What the tables say of one learner. */
export interface Deeds {
  purse: Purse;
  days: readonly Day[];
  longestStreak: number;
  rightOn: Readonly<Record<Day, number>>;
  sessions: readonly SessionFact[];
  /** Questions that were wrong once and right later. */
  mended: readonly string[];
  lessons: number;
  missions: readonly string[];
  mastery: readonly number[];
}

/** Days without an answer after which somebody has come back. */
export const awayDays = 14;
/** Fewer answers say little about how a session went. */
const tellingAnswers = 5;

/** The same whatever order they are told in, and however often. */
export function factsOf(deeds: Deeds): Facts {
  const sessions = [...new Map(deeds.sessions.map((one) => [one.sessionId, one])).values()].sort(inTime);
  const days = [...new Set(deeds.days)].sort();
  const finished = (...formats: SessionFact['format'][]) =>
    sessions.filter((one) => one.finished && formats.includes(one.format)).length;
  const telling = sessions.filter(({ answered }) => answered >= tellingAnswers);
  const missions = new Set(deeds.missions);
  return {
    counts: {
      right_answers: Object.values(deeds.rightOn).reduce((sum, right) => sum + right, 0),
      days: days.length,
      levels: levelOf(deeds.purse.xp).level,
      classes: finished('challenge', 'team', 'survival'),
      homework: finished('self_paced'),
      group_missions: finished('group_mission'),
      lessons: deeds.lessons,
      missions: missions.size,
      practices: finished('practice'),
      badges: deeds.purse.badges,
    },
    days,
    longestStreak: deeds.longestStreak,
    rightOn: deeds.rightOn,
    sessions: sessions.map(({ answered, right }) => ({ answered, right })),
    mastery: highestFirst(deeds.mastery),
    collected: {
      topics: distinct(sessions.map(({ topic }) => topic)),
      missions: distinct([...sessions.map(({ mission }) => mission), ...missions]),
      question_kinds: distinct(sessions.flatMap(({ kinds }) => kinds)),
      formats: distinct(sessions.map(({ format }) => format)),
    },
    happened: {
      mended: new Set(deeds.mended).size,
      came_back: days.filter((day, i) => i > 0 && daysAfter(days[i - 1]!, awayDays) < day).length,
      improved: improvedTasks(telling),
      persevered: telling.filter(({ finished, answered, right }) => finished && right * 2 < answered).length,
    },
  };
}

/** The same facts where only what is known of objectives has changed. */
export const withMastery = (facts: Facts, mastery: readonly number[]): Facts => ({
  ...facts,
  mastery: highestFirst(mastery),
});

const highestFirst = (estimates: readonly number[]): number[] =>
  estimates.toSorted((one, other) => other - one);

/** Of sessions in the order of time. */
function improvedTasks(sessions: readonly SessionFact[]): number {
  const lowest = new Map<string, number>();
  const improved = new Set<string>();
  for (const { task, answered, right } of sessions) {
    if (task === null) continue;
    const share = right / answered;
    const before = lowest.get(task) ?? share;
    if (share > before) improved.add(task);
    lowest.set(task, Math.min(before, share));
  }
  return improved.size;
}

const inTime = (one: SessionFact, other: SessionFact) =>
  one.at - other.at || (one.sessionId < other.sessionId ? -1 : 1);

const distinct = (all: readonly (string | null)[]): string[] =>
  [...new Set(all.filter((one) => one !== null))].sort();
