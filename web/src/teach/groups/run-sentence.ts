import type { GroupRunReport } from '@tutti/client/groups';

type Group = GroupRunReport['groups'][number];

export interface TaskTold {
  task: number;
  prompt: string;
  way: Group['answers'][number]['way'];
  /** Groups that got it right, of those that came to its end. */
  right: number;
  closed: number;
  hints: number;
}

/** The tasks over all groups, in their order. */
export function tasksOf(groups: readonly Group[]): TaskTold[] {
  const first = groups[0]?.answers ?? [];
  return first.map(({ task, prompt, way }) => {
    const ends = groups
      .map(({ answers }) => answers[task])
      .filter((answer) => answer !== undefined && answer.outcome !== null);
    return {
      task,
      prompt,
      way,
      right: ends.filter((answer) => answer!.outcome === 'right').length,
      closed: ends.length,
      hints: ends.filter((answer) => answer!.hint).length,
    };
  });
}

export type RunSentence =
  | { form: 'nobodyPlayed' }
  | { form: 'all' | 'some' | 'none'; solved: number; of: number; hardest: TaskTold | null };

/** What the first line of the report says: who came to the end, and what was hard. */
export function runSentence(groups: readonly Group[]): RunSentence {
  const played = groups.filter(({ learners, startedAt }) => startedAt !== null && learners.length > 0);
  if (played.length === 0) return { form: 'nobodyPlayed' };
  const solved = played.filter(({ ended }) => ended === 'solved').length;
  const missed = tasksOf(played).filter(({ right, closed }) => right < closed);
  const hardest = missed.toSorted(
    (one, other) => one.right / one.closed - other.right / other.closed || one.task - other.task,
  )[0];
  const form = solved === played.length ? 'all' : solved === 0 ? 'none' : 'some';
  return { form, solved, of: played.length, hardest: hardest ?? null };
}

/** Whole minutes from the start to the end; null while it has none. */
export function minutesOf({ startedAt, endedAt }: Pick<Group, 'startedAt' | 'endedAt'>): number | null {
  if (startedAt === null || endedAt === null) return null;
  return Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000));
}
