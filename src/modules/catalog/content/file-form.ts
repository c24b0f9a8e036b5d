import type { z } from 'zod';
import { isScored, type QuestionKind } from '../../../domain/question/question.ts';
import { usualWorth as usual } from '../../../wire/authoring-bounds.ts';
import type { Locale } from '../../../wire/common.ts';
import type { MediaRef } from '../../../wire/media-ref.ts';
import type { questionSpecs } from '../../../wire/question.ts';
import { readingIn } from '../freeze-mission.ts';
import type { LessonRow, ObjectiveRow, OptionRow, QuestionRow } from '../mission-tree.ts';
import type { Mission, missionFile, translationFile } from './content.schema.ts';
import { letters, type QuestionTexts } from './question-forms.ts';
import { listNames, trueFalse } from './written-form.ts';

/** A mission as the library has it, with the names that its parts have in a file. */
export interface FiledMission
  extends Pick<
    Mission,
    | 'locale'
    | 'title'
    | 'description'
    | 'topic'
    | 'difficulty'
    | 'missionType'
    | 'ages'
    | 'estimatedMinutes'
    | 'requiredLevel'
    | 'requires'
    | 'reward'
  > {
  i18n: Partial<Record<Locale, { title?: string; description?: string }>>;
  objectives: ObjectiveRow[];
  lessons: FiledLesson[];
}
export type FiledQuestion = QuestionRow & { name: string };
export type FiledLesson = Omit<LessonRow, 'questions'> & { slug: string; questions: FiledQuestion[] };

interface Files {
  mission: z.input<typeof missionFile>;
  translations: [Locale, z.input<typeof translationFile>][];
}

/**
 * A mission as one writes it in a file, and each of its translations: the reverse of `content.assembly.ts`. What a translation leaves
 * out is read in the mission's own language, so that is what stands there.
 */
export function fileForm(mission: FiledMission, fileOf: (media: MediaRef) => string): Files {
  const { locale, i18n, objectives, lessons } = mission;
  const others = (Object.keys(i18n) as Locale[]).filter((other) => other !== locale);
  const locales = [locale, ...others];
  return {
    mission: {
      ...(locale !== 'en' && { locale }),
      title: mission.title,
      description: mission.description,
      topic: mission.topic,
      difficulty: mission.difficulty,
      missionType: mission.missionType,
      ages: mission.ages,
      estimatedMinutes: mission.estimatedMinutes,
      ...(mission.requiredLevel > 1 && { requiredLevel: mission.requiredLevel }),
      ...(mission.requires.length > 0 && { requires: mission.requires }),
      reward: mission.reward,
      objectives: objectives.map(({ slug, text }) => ({ id: slug, text })),
      lessons: lessons.map((lesson) => lessonFile(lesson, locales, fileOf)),
    },
    translations: others.map((other) => [
      other,
      {
        title: i18n[other]?.title ?? mission.title,
        description: i18n[other]?.description ?? mission.description,
        objectives: Object.fromEntries(
          objectives.map(({ slug, text, i18n }) => [slug, i18n[other]?.text ?? text]),
        ),
        lessons: Object.fromEntries(
          lessons.map((lesson) => [lesson.slug, lessonTexts(lesson, other, locales)]),
        ),
      },
    ]),
  };
}

type LessonFile = Files['mission']['lessons'][number];

function lessonFile(
  lesson: FiledLesson,
  locales: readonly Locale[],
  fileOf: (media: MediaRef) => string,
): LessonFile {
  const { slug, title, kind, minutes, xp, content, media, questions } = lesson;
  return {
    slug,
    title,
    kind,
    ...(minutes !== null && { minutes }),
    ...(xp !== usual.lessonXp && { xp }),
    ...(content.reading?.length && { reading: content.reading }),
    ...(media && { media: mediaFile(media, fileOf) }),
    ...(questions.length > 0 && {
      questions: questions.map((question) => questionFile(question, locales, fileOf)),
    }),
  };
}

function lessonTexts(
  { title, content, media, i18n, questions }: FiledLesson,
  other: Locale,
  locales: readonly Locale[],
) {
  const own = i18n[other];
  return {
    title: own?.title ?? title,
    ...(content.reading?.length && { reading: readingIn({ content, i18n }, other) }),
    ...(media?.alt && { alt: media.alts[other] || media.alt }),
    questions: Object.fromEntries(
      questions.map((question) => [question.name, questionTexts(question, other, locales)]),
    ),
  };
}

const mediaFile = (media: MediaRef, fileOf: (media: MediaRef) => string) => ({
  file: fileOf(media),
  alt: media.alt,
  ...(media.caption !== null && { caption: media.caption }),
});

function questionFile(
  question: FiledQuestion,
  locales: readonly Locale[],
  fileOf: (media: MediaRef) => string,
): NonNullable<LessonFile['questions']>[number] {
  const { kind, hint, hintCost, points, timeLimitSeconds, media } = question;
  const feedback = lettered(question, ({ feedback }) => feedback ?? undefined);
  const { prompt, explanation, objectives, difficulty } = question;
  const file = {
    id: question.name,
    kind,
    prompt,
    ...parts[kind](question, locales),
    ...(Object.keys(feedback).length > 0 && { feedback }),
    explanation,
    ...(hint !== null && { hint }),
    ...(hintCost !== usual.hintCost && { hintCost }),
    objectives,
    difficulty,
    ...(timeLimitSeconds !== 20 && { timeLimitSeconds }),
    ...(points !== (isScored(question) ? 1 : 0) && { points }),
    ...(media && { media: mediaFile(media, fileOf) }),
  };
  // which parts belong to which kind the table says, and the loader holds what comes out against it
  return file as ReturnType<typeof questionFile>;
}

/** What each kind has beside what all have. */
const parts: Record<QuestionKind, (question: FiledQuestion, locales: readonly Locale[]) => object> = {
  single_choice: (question) => ({
    choices: lettered(question, ({ text }) => text),
    answer: rightOf(question)[0],
  }),
  multiple_choice: (question) => ({
    choices: lettered(question, ({ text }) => text),
    answer: rightOf(question),
    partial: question.partial,
  }),
  true_false: (question, locales) => ({
    ...(hasOwnWords(question, locales) && { choices: lettered(question, ({ text }) => text) }),
    answer: rightOf(question)[0] === 'true',
  }),
  matching: (question) => ({
    pairs: lettered(question, ({ text, match }) => ({ left: text, right: match ?? '' })),
  }),
  ordering: (question) => ({ order: lettered(question, ({ text }) => text), partial: question.partial }),
  fill_blank: (question) => ({
    blanks: specOf(question, 'fill_blank').blanks.map(({ accepted, typo }) => ({ accept: accepted, typo })),
  }),
  numeric: (question) => {
    const { value, tolerance } = specOf(question, 'numeric');
    return { answer: value, tolerance, ...(question.spec.unit && { unit: question.spec.unit }) };
  },
  slider: (question) => {
    const { min, max, step, value, band, edge } = specOf(question, 'slider');
    return {
      range: { from: min, to: max, step },
      answer: value,
      fullPointsWithin: band,
      noPointsBeyond: edge,
      ...(question.spec.unit && { unit: question.spec.unit }),
    };
  },
  hotspot: (question) => ({
    areas: specOf(question, 'hotspot').areas.map((area) => ({
      corners: area.map(({ x, y }) => [percent(x), percent(y)]),
    })),
  }),
  scale: (question) => ({ steps: lettered(question, ({ text }) => text) }),
  poll: (question) => ({
    choices: lettered(question, ({ text }) => text),
    picks: specOf(question, 'poll').most,
  }),
  word_cloud: (question) => ({ words: specOf(question, 'word_cloud').words }),
  open_text: (question) => {
    const { keywords } = specOf(question, 'open_text');
    return {
      ...(keywords && { ideas: keywords }),
      ...(question.spec.sample && { sample: question.spec.sample }),
    };
  },
};

function questionTexts(question: FiledQuestion, other: Locale, locales: readonly Locale[]): QuestionTexts {
  const { kind, prompt, explanation, hint, spec, i18n } = question;
  const own = i18n[other];
  const list = listNames[kind];
  const inOther = ({ text, match, i18n }: OptionRow) => {
    const left = i18n[other]?.text ?? text;
    return kind === 'matching' ? { left, right: i18n[other]?.match ?? match ?? '' } : left;
  };
  const feedback = lettered(question, ({ feedback, i18n }) =>
    feedback === null ? undefined : i18n[other]?.feedback || feedback,
  );
  const blanks = kind === 'fill_blank' ? specOf(question, 'fill_blank').blanks : null;
  const ideas = kind === 'open_text' ? specOf(question, 'open_text').keywords : null;
  return {
    prompt: own?.prompt ?? prompt,
    explanation: own?.explanation || explanation,
    ...(hint !== null && { hint: own?.hint || hint }),
    ...(list !== null && { [list]: lettered(question, inOther) }),
    ...(kind === 'true_false' && hasOwnWords(question, locales) && { choices: lettered(question, inOther) }),
    ...(Object.keys(feedback).length > 0 && { feedback }),
    ...(blanks && {
      blanks: blanks.map(({ accepted }, i) => ({ accept: [own?.blanks?.[i] || accepted[0]!] })),
    }),
    ...(ideas && { ideas: ideas.map((words) => [words[0]!]) }),
    ...(spec.unit && own?.unit && { unit: own.unit }),
    ...(spec.sample && { sample: own?.sample || spec.sample }),
  };
}

type SpecOf<K extends keyof typeof questionSpecs> = z.output<(typeof questionSpecs)[K]>;
/** The kind stands beside it in the same row. */
const specOf = <K extends keyof typeof questionSpecs>({ spec }: FiledQuestion, _kind: K): SpecOf<K> =>
  spec as unknown as SpecOf<K>;

/** By the names that choices have in a file; what is undefined is left out. */
function lettered<T>({ kind, choices }: FiledQuestion, pick: (choice: OptionRow) => T | undefined) {
  const names = kind === 'true_false' ? ['true', 'false'] : letters;
  return Object.fromEntries(
    choices.flatMap((choice, i) => {
      const picked = pick(choice);
      return picked === undefined ? [] : [[names[i]!, picked]];
    }),
  ) as Record<string, T>;
}

const rightOf = (question: FiledQuestion): string[] =>
  Object.entries(lettered(question, ({ correct }) => correct)).flatMap(([name, correct]) =>
    correct ? [name] : [],
  );

/** Whether what is called true and false says something else in any of the languages. */
const hasOwnWords = ({ choices }: FiledQuestion, locales: readonly Locale[]): boolean =>
  choices.some(({ text, i18n }, i) =>
    locales.some((locale) => (i18n[locale]?.text ?? text) !== trueFalse[locale][i === 0 ? 'true' : 'false']),
  );

/** The share that comes out of it again is the same one. */
function percent(share: number): number {
  const exact = share * 100;
  const short = Number(exact.toPrecision(12));
  return short / 100 === share ? short : exact;
}
