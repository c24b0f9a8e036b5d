import type { ChildWeek } from '@tutti/client/admin';
import type { family } from '../../shared/i18n/en/family.ts';

type WeekText = keyof typeof family.week;
/** A key below `week` without its ending for number, and what fills it. */
export interface WeekSentence {
  key: WeekText extends infer K ? (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K) : never;
  values: { count?: number; right?: number; title?: string };
  /** ISO day that the sentence names. */
  day?: string;
}

/**
 * A week in three sentences, from numbers alone: what was played, how it went, how long it took. Nothing compares a child
 * with others, and a hard week is no bad week.
 */
export function weekSentences({ sessions, answered, right, days }: ChildWeek): WeekSentence[] {
  if (sessions.length === 0) {
    return [
      { key: 'quiet', values: {} },
      { key: 'quietProgress', values: {} },
      { key: 'quietNext', values: {} },
    ];
  }
  const minutes = days.reduce((sum, day) => sum + day.minutes, 0);
  const longest = days.reduce((most, day) => (day.minutes > most.minutes ? day : most));
  return [
    sessions.length === 1
      ? { key: 'playedTitle', values: { title: sessions[0]!.title } }
      : { key: 'played', values: { count: sessions.length } },
    answersIn(answered, right),
    minutes > 0
      ? { key: 'minutes', values: { count: minutes }, day: longest.day }
      : { key: 'short', values: {} },
  ];
}

function answersIn(answered: number, right: number): WeekSentence {
  if (answered === 0) return { key: 'noAnswers', values: {} };
  if (right === answered) return { key: 'all', values: { count: answered } };
  const key = right / answered >= 0.6 ? 'most' : 'some';
  return { key, values: { count: answered, right } };
}
