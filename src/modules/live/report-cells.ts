import type { Cell } from '../../platform/xlsx/xlsx.ts';
import type { SessionReport } from '../../wire/report.ts';
import type { reportWords } from './report-words.ts';

export type Words = (typeof reportWords)['en'];
type Learner = SessionReport['learners'][number];

export const secondsOf = (ms: number | null): number | null =>
  ms === null ? null : Math.round(ms / 100) / 10;
export const shareOf = (share: number | null): Cell => (share === null ? null : { share });

/** What both files say of a learner, besides the answers. */
export const learnerCells = {
  head: ({ notBegun }: Pick<SessionReport, 'notBegun'>, words: Words): string[] => [
    words.rank,
    words.nickname,
    words.team,
    words.score,
    words.right,
    words.answered,
    words.joined,
    words.left,
    words.removed,
    ...(notBegun ? [words.homework.state] : []),
  ],
  of: (
    learner: Learner,
    { notBegun }: Pick<SessionReport, 'notBegun'>,
    words: Words,
  ): (string | number | null)[] => [
    learner.rank,
    learner.nickname,
    learner.team === null ? null : learner.team + 1,
    learner.score,
    learner.right,
    learner.answered,
    learner.joinedInRound + 1,
    learner.leftInRound === null ? null : learner.leftInRound + 1,
    learner.kicked ? words.yes : null,
    ...(notBegun ? [learner.leftInRound === null ? words.homework.finished : words.homework.unfinished] : []),
  ],
  /** [REP-4] A row each for who did not begin, as wide as the others. */
  ofNotBegun: ({ notBegun }: Pick<SessionReport, 'notBegun'>, words: Words): (string | null)[][] =>
    (notBegun ?? []).map(({ name }) => [null, name, ...Array(7).fill(null), words.homework.notBegun]),
};
