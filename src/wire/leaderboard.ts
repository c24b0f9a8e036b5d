import { z } from 'zod';

const whole = z.number().int().min(0);

/** `effort`: days, questions tried and questions made good; neither being right nor being fast is in it. */
export const boardOrder = z.enum(['effort', 'xp']);
export type BoardOrder = z.infer<typeof boardOrder>;
export const boardQuery = z.strictObject({
  week: z.enum(['this', 'last']).default('this'),
  /** When nothing is said: effort for children and teachers, else XP. */
  by: boardOrder.optional(),
});
export type BoardQuery = z.infer<typeof boardQuery>;

const row = z.strictObject({
  /** From 1; who has the same shares a place. */
  place: z.number().int().min(1),
  name: z.string(),
  /** XP, or what the effort counts. */
  value: whole,
  isMe: z.boolean(),
});
export type BoardRow = z.infer<typeof row>;

export const leaderboard = z.strictObject({
  /** From Monday to Sunday, in everybody's own time zone. */
  week: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  by: boardOrder,
  /** When it was summed up; what happened since is not in it yet. */
  asOf: z.iso.datetime(),
  /** Why there is nobody: teachers turned it off, the learner is not on it, or a grown-up does not allow it. */
  state: z.enum(['on', 'off', 'not-on-it', 'not-allowed']),
  /** Ten at most, of the better half; nobody is shown as the last one. */
  top: z.array(row).max(10),
  /** The learner, the one above and the one below, where the learner is not among the top. */
  around: z.array(row).max(3),
  /** The own figures of the week; null for teachers. */
  own: z
    .strictObject({
      /** null: nothing yet, or not on the board. */
      place: z.number().int().min(1).nullable(),
      xp: whole,
      effort: whole,
      days: whole,
      tried: whole,
      mended: whole,
    })
    .nullable(),
  /** What effort counts: a day, a question (so many a day), a question made good. */
  counts: z.strictObject({ day: whole, question: whole, questionsADay: whole, mended: whole }),
});
export type Leaderboard = z.infer<typeof leaderboard>;

const boards = { class: z.boolean(), school: z.boolean() };
/** Of the own classes, and of the whole school. */
export const boardChoice = z.strictObject(boards);
export type BoardChoice = z.infer<typeof boardChoice>;
export const ownBoards = z.strictObject({
  ...boards,
  /** For children what their grown-ups allow; for everybody else all of it. */
  allowed: boardChoice,
});
export type OwnBoards = z.infer<typeof ownBoards>;
export const childBoards = z.strictObject({
  /** What this guardian allows. */
  mine: boardChoice,
  /** What all guardians together allow, the stricter counting. */
  effective: boardChoice,
});
export type ChildBoards = z.infer<typeof childBoards>;
export const classBoard = z.strictObject({ shown: z.boolean() });
export type ClassBoard = z.infer<typeof classBoard>;
