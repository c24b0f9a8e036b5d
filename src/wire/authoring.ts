import { z } from 'zod';
import { authoringBounds as most } from './authoring-bounds.ts';
import { line, locale, uuid } from './common.ts';
import { lessonKind } from './learning.ts';
import { mediaRef } from './media-ref.ts';
import { questionSpecs } from './question.ts';
import { faultSentences, questionFaults } from './question-faults.ts';

/** Several lines as people write them: nothing that cannot be stored or shown, or that turns the writing around. */
const prose = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[\n\t])*$/u, 'holds a sign that cannot be shown');
const words = (most: number) => prose(most).min(1);
const title = line.trim().min(1).max(most.title);
const goal = line.trim().min(1).max(most.objective);
const description = words(most.description);
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);

/** Texts in the languages beside the one in which it was written. */
const translated = <T extends z.ZodType>(texts: T) =>
  z.strictObject({ en: texts.optional(), es: texts.optional() }).default({});

const explanation = prose(2_000);
const hint = words(500).nullable();
const difficulty = z.enum(['easy', 'medium', 'hard']);
/** Counts the changes of a mission and of everything in it; who writes says which one was read. */
const version = z.int().min(1);

const choice = z.strictObject({
  text: words(300),
  match: words(300).nullable().default(null),
  correct: z.boolean().default(false),
  feedback: words(500).nullable().default(null),
  i18n: translated(
    z.strictObject({
      text: words(300),
      match: words(300).optional(),
      feedback: words(500).optional(),
    }),
  ),
});

/** A picture, a recording or a film, and what is written about it. */
const writtenMedia = mediaRef.extend({ alt: prose(300), caption: words(2_000).nullable() });

const common = {
  prompt: words(1_000),
  explanation,
  hint,
  /** In coins, for who works alone. Left out: as it is, or 5. */
  hintCost: z.int().min(0).max(most.hintCost).optional(),
  difficulty,
  /** In the author's order; of an ordering it is the right one. */
  choices: z.array(choice).max(8).default([]),
  partial: z.boolean().default(false),
  points: z.literal([0, 1, 2]),
  timeLimitSeconds: z.int().min(5).max(300),
  /** Slugs of objectives of the mission. */
  objectives: z.array(slug).max(12).default([]),
  media: writtenMedia.nullable().default(null),
  i18n: translated(
    z.strictObject({
      prompt: words(1_000),
      explanation,
      hint: prose(500).default(''),
      blanks: z.array(words(100)).max(10).optional(),
      unit: line.trim().min(1).max(20).optional(),
      sample: words(500).optional(),
    }),
  ),
};
const unit = line.trim().min(1).max(20).optional();
const { strictObject, literal } = z;

/** A whole question with its key. What its fields must be together stands in `question-faults.ts`. */
export const writtenQuestion = z
  .discriminatedUnion('kind', [
    strictObject({ kind: literal('single_choice'), ...common, spec: questionSpecs.single_choice }),
    strictObject({ kind: literal('multiple_choice'), ...common, spec: questionSpecs.multiple_choice }),
    strictObject({ kind: literal('true_false'), ...common, spec: questionSpecs.true_false }),
    strictObject({ kind: literal('matching'), ...common, spec: questionSpecs.matching }),
    strictObject({ kind: literal('ordering'), ...common, spec: questionSpecs.ordering }),
    strictObject({ kind: literal('fill_blank'), ...common, spec: questionSpecs.fill_blank }),
    strictObject({ kind: literal('numeric'), ...common, spec: questionSpecs.numeric.extend({ unit }) }),
    strictObject({ kind: literal('slider'), ...common, spec: questionSpecs.slider.safeExtend({ unit }) }),
    strictObject({ kind: literal('hotspot'), ...common, spec: questionSpecs.hotspot }),
    strictObject({ kind: literal('scale'), ...common, spec: questionSpecs.scale }),
    strictObject({ kind: literal('poll'), ...common, spec: questionSpecs.poll }),
    strictObject({ kind: literal('word_cloud'), ...common, spec: questionSpecs.word_cloud }),
    strictObject({
      kind: literal('open_text'),
      ...common,
      spec: questionSpecs.open_text.extend({ sample: words(500).optional() }),
    }),
  ])
  .superRefine((question, context) => {
    for (const { path, code } of questionFaults(question))
      context.addIssue({ code: 'custom', path, message: faultSentences[code] });
  });
export type WrittenQuestion = z.output<typeof writtenQuestion>;

const objective = z.strictObject({
  /** Left out for a new one. */
  slug: slug.optional(),
  text: goal,
  i18n: translated(z.strictObject({ text: goal })),
});

const missionFacts = {
  title,
  description,
  /** The slug of its topic. */
  topic: slug.nullable(),
  difficulty,
  ages: z.strictObject({ from: z.int().min(5).max(18), to: z.int().min(5).max(18) }),
  estimatedMinutes: z.int().min(1).max(most.minutes),
  objectives: z.array(objective).max(12),
  /** Who works alone begins it from this level on, and after these missions. Left out: as it is, or from the first level on. */
  requiredLevel: z.int().min(1).max(most.requiredLevel).optional(),
  requires: z.array(uuid).max(most.requires).optional(),
  /** What finishing it alone earns the first time. Left out: as it is, or 100 XP and 50 coins. */
  reward: z
    .strictObject({ xp: z.int().min(0).max(most.xp), coins: z.int().min(0).max(most.coins) })
    .optional(),
  i18n: translated(z.strictObject({ title, description })),
};
const agesInOrder = ({ ages }: { ages: { from: number; to: number } }) => ages.from <= ages.to;
const agesFault = { path: ['ages', 'to'], message: 'The oldest are not younger than the youngest.' };

/** `locale`: the language in which it is written. */
export const newMission = z
  .strictObject({ locale, ...missionFacts, objectives: missionFacts.objectives.default([]) })
  .refine(agesInOrder, agesFault);
export type NewMission = z.input<typeof newMission>;
export const changedMission = z.strictObject({ version, ...missionFacts }).refine(agesInOrder, agesFault);
export type MissionChange = Omit<z.input<typeof changedMission>, 'version'>;

/** With what is seen or heard in the other languages. */
const lessonMedia = writtenMedia.extend({ alts: translated(words(300)) });
export type WrittenLessonMedia = z.output<typeof lessonMedia>;

const reading = z.array(words(most.paragraph)).max(most.paragraphs);

const lesson = z.strictObject({
  /** null: a new one. */
  id: uuid.nullable(),
  title,
  /** Left out: as it is; of a new one a quiz if it has questions, otherwise something to read. */
  kind: lessonKind.optional(),
  /** About how long it takes; null: not said. Left out: as it is. */
  minutes: z.int().min(1).max(most.minutes).nullable().optional(),
  /** What finishing it alone earns the first time. Left out: as it is, or 25. */
  xp: z.int().min(0).max(most.lessonXp).optional(),
  /** null: none. Left out: as it is. */
  media: lessonMedia.nullable().optional(),
  reading,
  i18n: translated(z.strictObject({ title, reading })),
  /** Ids of questions of this mission, in their order. */
  questions: z.array(uuid).max(most.questions),
});
/** All lessons in their order; whatever is left out goes: lessons for good, questions into the archive. */
export const missionOutline = z.strictObject({ version, lessons: z.array(lesson).max(30) });
export type WrittenLesson = z.input<typeof lesson>;

export const newQuestion = z.strictObject({ version, lessonId: uuid, question: writtenQuestion });
export const changedQuestion = z.strictObject({ version, question: writtenQuestion });

/** What was written, and the version that the next change must name. */
export const written = z.strictObject({ id: uuid, version });
export type Written = z.infer<typeof written>;

/** A mission as its author sees it. Its parts are not checked again: they were when they were stored. */
export const missionDraft = z.strictObject({
  id: uuid,
  version,
  locale,
  ...missionFacts,
  objectives: z.array(objective.extend({ slug })),
  requiredLevel: z.int(),
  requires: z.array(uuid),
  reward: z.strictObject({ xp: z.int(), coins: z.int() }),
  lessons: z.array(
    lesson.extend({
      id: uuid,
      kind: lessonKind,
      minutes: z.int().nullable(),
      xp: z.int(),
      media: lessonMedia.nullable(),
      questions: z.array(z.looseObject({ id: uuid, kind: z.string(), prompt: z.string() })),
    }),
  ),
});
export type DraftQuestion = WrittenQuestion & { id: string };
export type MissionDraft = Omit<z.output<typeof missionDraft>, 'lessons'> & {
  lessons: DraftLesson[];
};
type DraftLesson = Omit<z.output<typeof missionDraft>['lessons'][number], 'questions'> & {
  questions: DraftQuestion[];
};
