import { z } from 'zod';
import { line, page, pageQuery, timeFactor, uuid } from './common.ts';
import { displayName, newPassword, oneTimeToken, signedIn, username } from './identity.ts';
import { atWork } from './people.ts';

const when = z.iso.datetime();
const short = (most: number) => line.trim().max(most);

export const classRole = z.enum(['student', 'teacher', 'co_teacher', 'substitute']);
export type ClassRole = z.infer<typeof classRole>;

export const schoolClass = z.strictObject({
  id: uuid,
  name: z.string(),
  gradeLevel: z.string(),
  schoolYear: z.string(),
  subject: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** With it learners come in by themselves; null: nobody does. Null for learners, too. */
  code: z.string().nullable(),
  /** What the caller is here; null: an administrator who is not in it. */
  role: classRole.nullable(),
  teachers: z.array(z.strictObject({ id: uuid, name: z.string(), role: classRole, until: when.nullable() })),
  /** How many; null for learners. */
  students: z.number().int().nullable(),
  archived: z.boolean(),
  createdAt: when,
});
export type SchoolClass = z.infer<typeof schoolClass>;
export const classQuery = pageQuery.extend({
  archived: z.enum(['yes', 'no']).default('no'),
  /** Every class of the organization, for those who manage them; else the own ones. */
  all: z.enum(['yes', 'no']).default('no'),
});
export const classPage = page(schoolClass);

const facts = {
  gradeLevel: short(20),
  schoolYear: short(20),
  subjectId: uuid.nullable(),
};
export const newClassBody = z.strictObject({
  name: line.trim().min(1).max(100),
  gradeLevel: facts.gradeLevel.default(''),
  schoolYear: facts.schoolYear.default(''),
  subjectId: facts.subjectId.default(null),
});
export const changeClassBody = z.strictObject({
  name: line.trim().min(1).max(100).optional(),
  gradeLevel: facts.gradeLevel.optional(),
  schoolYear: facts.schoolYear.optional(),
  subjectId: facts.subjectId.optional(),
  archived: z.boolean().optional(),
});
/** `open`: a new code, the old one is good for nothing any more. */
export const classCodeBody = z.strictObject({ open: z.boolean() });

export const classStudent = z.strictObject({
  id: uuid,
  name: z.string(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  gradeLevel: z.string(),
  section: z.string().nullable(),
  status: z.enum(['active', 'pending_consent', 'pending_verification', 'pending_approval', 'suspended']),
  isMinor: z.boolean(),
  /** Whether the account may be used: by age, or because somebody has agreed. */
  mayPlay: z.boolean(),
  /** With a printed card a pupil chooses one: until then the card was not used. */
  hasPassword: z.boolean(),
  /** Forgotten by itself then (pupils of printed cards). */
  eraseAfter: when.nullable(),
  lastSeenAt: when.nullable(),
  /** [PTS-3] Times everybody's time for a question; 1 for nearly everyone, null for whoever does not teach the learner. */
  timeFactor: z.number().nullable(),
});
export type ClassStudent = z.infer<typeof classStudent>;
export const studentPage = page(classStudent);

export const addTeacherBody = z
  .strictObject({ userId: uuid, role: classRole.exclude(['student']), until: when.optional() })
  .refine(
    ({ role, until }) => (role === 'substitute') === (until !== undefined),
    'a substitute, and nobody else, has an end',
  );
export const colleague = z.strictObject({
  id: uuid,
  name: z.string(),
  email: z.string().nullable(),
  ...atWork,
});
export const colleagues = z.strictObject({ items: z.array(colleague) });
export type Colleague = z.infer<typeof colleague>;
export const colleagueQuery = z.strictObject({ search: short(100).default('') });

/** Six to eight letters and digits, none of which is mistaken for another. */
export const codeBody = z.strictObject({ code: z.string().trim().toUpperCase().min(1).max(20) });
export const classPreview = z.strictObject({
  className: z.string(),
  teacher: z.string().nullable(),
  organization: z.string(),
});
export type ClassPreview = z.infer<typeof classPreview>;

/* A list of pupils. */

export const rosterProblem = z.enum([
  'name-missing',
  'name-too-long',
  'name-twice',
  'username-not-allowed',
  'username-taken',
  'username-twice',
  'email-not-allowed',
  'email-taken',
  'email-twice',
  'birth-month-not-readable',
  'birth-month-missing',
  'age-not-allowed',
  'guardian-email-not-allowed',
  'language-not-known',
  'value-too-long',
]);
export type RosterProblem = z.infer<typeof rosterProblem>;
export const rosterField = z.enum([
  'firstName',
  'lastName',
  'username',
  'email',
  'birthMonth',
  'gradeLevel',
  'section',
  'guardianEmail',
  'guardianLocale',
]);
export type RosterField = z.infer<typeof rosterField>;
export const rosterRow = z.strictObject({
  /** In the file; the head is line 1. */
  line: z.number().int(),
  name: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  birthMonth: z.string().nullable(),
  /** What becomes of the row: a new account, or one that is there already joins the class. */
  becomes: z.enum(['new', 'joins', 'is-there']),
  /** What a new account needs before it may be used. */
  consent: z.enum(['none', 'school', 'guardian', 'missing']),
});
export type RosterRow = z.infer<typeof rosterRow>;
export const rosterFault = z.strictObject({
  line: z.number().int(),
  field: rosterField,
  problem: rosterProblem,
  /** What stood there, cut to 60 letters. */
  value: z.string(),
});
export type RosterFault = z.infer<typeof rosterFault>;
export const rosterPreview = z.strictObject({
  importId: uuid,
  expiresAt: when,
  good: z.number().int(),
  bad: z.number().int(),
  /** The first 200 good rows. */
  rows: z.array(rosterRow),
  /** All of them: of 2,000 rows at most one for each cell. */
  faults: z.array(rosterFault).max(2_000 * rosterField.options.length),
  columns: z.array(z.strictObject({ header: z.string(), field: rosterField.nullable() })),
});
export type RosterPreview = z.infer<typeof rosterPreview>;
/** The bytes of a CSV file as base64, at most 600 KB. */
export const rosterBody = z.strictObject({ content: z.base64().max(900_000) });
export const rosterDone = z.strictObject({
  made: z.number().int(),
  joined: z.number().int(),
  /** Grown-ups who were asked. */
  asked: z.number().int(),
  /** Children for whom nobody has agreed and nobody was asked. */
  waiting: z.number().int(),
  /** Rows whose username or address somebody else got since the list was looked through. */
  left: z.number().int(),
});
export type RosterDone = z.infer<typeof rosterDone>;
export const importParams = z.strictObject({ id: uuid, importId: uuid });

/* Printed cards. */

export const cardsBody = z
  .strictObject({
    /** Pupils of the class who get a new card; the old one is good for nothing any more. */
    studentIds: z.array(uuid).max(100).default([]),
    /** So many new pupils with made-up names and no address. */
    newStudents: z.number().int().min(0).max(60).default(0),
  })
  .refine(({ studentIds, newStudents }) => studentIds.length + newStudents > 0, 'names nobody');
export const card = z.strictObject({
  userId: uuid,
  name: z.string(),
  username: z.string(),
  /** Opens once, and is shown this once. */
  link: z.string(),
  expiresAt: when,
  /** `missing`: the account cannot be used before somebody agrees; the pupil can play as a guest. */
  consent: z.enum(['none', 'school', 'given', 'missing']),
});
export type Card = z.infer<typeof card>;
export const cards = z.strictObject({ className: z.string(), items: z.array(card) });
export type Cards = z.infer<typeof cards>;
export const cardBody = z.strictObject({ token: oneTimeToken });
export const cardPreview = z.strictObject({
  name: z.string(),
  username: z.string(),
  organization: z.string(),
});
export type CardPreview = z.infer<typeof cardPreview>;
export const useCardBody = z.strictObject({
  token: oneTimeToken,
  password: newPassword,
  keep: z.enum(['cookie', 'body']).default('cookie'),
});
export const cardUsed = signedIn;

export const studentProfileBody = z.strictObject({
  displayName: displayName.optional(),
  username: username.optional(),
  gradeLevel: facts.gradeLevel.optional(),
  section: short(20).nullable().optional(),
});
/** 1: as much time as everybody. */
export const studentTimeBody = z.strictObject({ timeFactor });
export const studentParams = z.strictObject({ id: uuid, userId: uuid });

/* The turn of the school year. */

export const turnYearBody = z.strictObject({
  classes: z
    .array(
      z.strictObject({
        id: uuid,
        name: line.trim().min(1).max(100),
        gradeLevel: facts.gradeLevel.default(''),
        /** Pupils who do not go on with the class. */
        leaving: z.array(uuid).max(500).default([]),
      }),
    )
    .min(1)
    .max(60),
  schoolYear: line.trim().min(1).max(20),
});
export const yearTurned = z.strictObject({
  items: z.array(
    z.strictObject({
      from: uuid,
      to: uuid,
      name: z.string(),
      students: z.number().int(),
      left: z.number().int(),
    }),
  ),
});
export type YearTurned = z.infer<typeof yearTurned>;
