import { setTimeout as wait } from 'node:timers/promises';

/** What became of the answers that players gave. */
export interface Answers {
  acknowledged: number;
  stored: number;
  /** Acknowledged and not stored. */
  lost: number;
  /** Stored or counted twice, or totals that are not the sum of the answers. */
  doubled: number;
}

/** What must hold, with the figure that it held with. */
export interface Check {
  says: string;
  holds: boolean;
}

export interface Outcome {
  /** null: nobody answers in this row. */
  answers: Answers | null;
  figures: string[];
  checks: Check[];
}

/** This machine does not let us; the reason is shown. */
export class Skipped extends Error {}

/** A row that waits for what never comes fails with its name. */
export async function withDeadline<T>(name: string, limitMs: number, run: () => Promise<T>): Promise<T> {
  const waited = new AbortController();
  const late = wait(limitMs, undefined, { signal: waited.signal }).then(() => {
    throw new Error(`${name} was not through after ${limitMs / 1_000} s`);
  });
  late.catch(() => {});
  return Promise.race([run(), late]).finally(() => waited.abort());
}

/** All rows in one line, so that nobody takes a skipped one for passed. */
export function summaryOf(
  rows: readonly string[],
  failed: readonly string[],
  skipped: readonly string[],
): string {
  const named = (names: readonly string[], what: string) =>
    names.length > 0 ? `, ${names.length} ${what} (${names.join(', ')})` : '';
  const passed = rows.length - failed.length - skipped.length;
  return `${passed} of ${rows.length} rows passed${named(skipped, 'SKIPPED')}${named(failed, 'FAILED')}.`;
}

export const check = (says: string, holds: boolean): Check => ({ says, holds });

export const noneLost = ({ lost, doubled }: Answers): Check[] => [
  check(`0 acknowledged answers lost: ${lost}`, lost === 0),
  check(`0 doubled: ${doubled}`, doubled === 0),
];

export const passes = ({ checks }: Outcome): boolean => checks.every(({ holds }) => holds);

export function linesOf({ answers, figures, checks }: Outcome): string[] {
  return [
    ...(answers
      ? [
          `answers: ${answers.acknowledged} acknowledged, ${answers.stored} stored, ${answers.lost} lost, ${answers.doubled} doubled`,
        ]
      : []),
    ...figures,
    ...checks.map(({ says, holds }) => `${holds ? 'pass' : 'FAIL'}  ${says}`),
  ];
}

/** `3 × a, 1 × b` */
export const listed = (counts: ReadonlyMap<unknown, number>): string =>
  [...counts].map(([what, times]) => `${times} × ${what}`).join(', ');
