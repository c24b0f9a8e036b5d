import type { LearningWeek } from '@tutti/client/admin';
import type { family } from '../../shared/i18n/en/family.ts';

type WeekText = keyof typeof family.week;
/** A key below `week` without its ending for number. */
type Stem = WeekText extends infer K ? (K extends `${infer S}_${'one' | 'other'}` ? S : K) : never;

/** Words inside a sentence that have a number of their own: "3 days". */
export interface WeekPiece {
  key: Stem;
  count: number;
  /** Names in brackets behind it. */
  names?: readonly string[];
}
export interface WeekSentence {
  key: Stem;
  values?: { title?: string; well?: string; hard?: string; count?: number };
  pieces?: { days?: WeekPiece; questions?: WeekPiece; right?: WeekPiece; missions?: WeekPiece };
  minutes?: number;
  /** Joined to a list. */
  brought?: readonly WeekPiece[];
  /** ISO day that the sentence names. */
  day?: string;
}

/**
 * A week in three sentences, from numbers alone: on how many days and how much, how it went, what it took and brought. Nothing
 * compares a child with others, and a hard week is no bad week.
 */
export function weekSentences(week: LearningWeek, isNow: boolean): WeekSentence[] {
  const { answered, minutes, learnt, sessions, missions } = week;
  if (answered + minutes + learnt + sessions.length + missions.length === 0)
    return [
      { key: isNow ? 'quietNow' : 'quiet' },
      { key: 'quietProgress' },
      ...(isNow ? [{ key: 'quietNext' } as const] : []),
    ];
  return [howMuch(week), howItWent(week, isNow), whatItTook(week)];
}

function howMuch(week: LearningWeek): WeekSentence {
  const { answered, right, learnt, sessions, missions } = week;
  if (answered > 0) {
    const pieces: WeekSentence['pieces'] = {
      questions: { key: 'questions', count: answered },
      right: right === answered ? { key: 'allRight', count: answered } : { key: 'right', count: right },
    };
    if (learnt === 0) return { key: 'answered', pieces };
    return { key: 'learnt', pieces: { ...pieces, days: { key: 'learntDays', count: learnt } } };
  }
  if (sessions.length === 1) return { key: 'playedTitle', values: { title: sessions[0]!.title } };
  if (sessions.length > 1) return { key: 'played', values: { count: sessions.length } };
  if (learnt > 0) return { key: 'learntOn', pieces: { days: { key: 'learntDays', count: learnt } } };
  if (saysFinishedFirst(week))
    return {
      key: 'finished',
      pieces: { missions: { key: 'missions', count: missions.length, ...nameFew(missions) } },
    };
  return { key: 'looked' };
}

/** Missions that are only read stand for the week, where nothing else does. */
const saysFinishedFirst = ({ answered, learnt, sessions, missions }: LearningWeek): boolean =>
  missions.length > 0 && answered + learnt + sessions.length === 0;

function howItWent({ answered, right, well, hard }: LearningWeek, isNow: boolean): WeekSentence {
  if (answered === 0) return { key: isNow ? 'noAnswersNow' : 'noAnswers' };
  if (well !== null && hard !== null) return { key: 'wellAndHard', values: { well, hard } };
  if (well !== null) return { key: 'well', values: { well } };
  if (hard !== null) return { key: 'hard', values: { hard } };
  return { key: right / answered >= 0.8 ? 'mostWell' : 'explained' };
}

/** More names than these would be a list and no sentence. */
const mostNames = 3;
const nameFew = (names: readonly string[]) => (names.length > mostNames ? {} : { names });

function whatItTook(week: LearningWeek): WeekSentence {
  const { minutes, days, badges, missions } = week;
  const brought: WeekPiece[] = [];
  if (missions.length > 0 && !saysFinishedFirst(week))
    brought.push({ key: 'newMissions', count: missions.length, ...nameFew(missions) });
  if (badges.length > 0) brought.push({ key: 'newBadges', count: badges.length, ...nameFew(badges) });
  const gave = brought.length > 0;
  if (minutes === 0) return { key: gave ? 'shortBrought' : 'short', brought };
  const longest = days.reduce((most, day) => (day.minutes > most.minutes ? day : most));
  return {
    key: gave ? 'tookBrought' : 'took',
    minutes,
    brought,
    day: longest.day,
  };
}
