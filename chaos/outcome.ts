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
