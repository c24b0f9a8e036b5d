import {
  type FrozenMission,
  type FrozenQuestion,
  inLocale,
  type Localized,
  type QuestionTexts,
} from '../../domain/challenge/class-plan.ts';
import type { Course } from '../../domain/mission/edition.ts';
import type { Locale } from '../../wire/common.ts';
import { isWhole } from '../../wire/lesson-faults.ts';
import type { Translations } from './catalog.columns.ts';
import type { LessonMedia } from './mission.entity.ts';
import type { LessonRow, MissionTree, QuestionRow } from './mission-tree.ts';

/** The languages in which the mission exists, the one it was written in first. */
export function missionLocales(mission: { locale: Locale; i18n: Translations<unknown> }): Locale[] {
  const translated = Object.keys(mission.i18n) as Locale[];
  return [mission.locale, ...translated.filter((locale) => locale !== mission.locale)];
}

/** Null when there is nothing to play. */
export function freeze(mission: MissionTree): FrozenMission | null {
  const locales = missionLocales(mission);
  const questions = mission.lessons
    .flatMap((lesson) => lesson.questions)
    .map((question) => freezeQuestion(question, locales));
  if (questions.length === 0) return null;

  const used = new Set(questions.flatMap((question) => question.objectives));
  const objectives = mission.objectives.filter(({ slug }) => used.has(slug));
  return {
    locale: mission.locale,
    locales,
    titles: localize(locales, (locale) => mission.i18n[locale]?.title ?? mission.title),
    objectives: Object.fromEntries(
      objectives.map(({ slug, text, i18n }) => [
        slug,
        localize(locales, (locale) => i18n[locale]?.text ?? text),
      ]),
    ),
    questions,
  };
}

/** What is not translated is read in the language it was written in. */
export function readingIn({ content, i18n }: Pick<LessonRow, 'content' | 'i18n'>, locale: Locale): string[] {
  const translated = i18n[locale]?.reading;
  return translated?.length ? translated : (content.reading ?? []);
}

/** What has nothing in it yet only its author sees. */
const isShown = ({ kind, media, content, questions }: LessonRow) =>
  isWhole({ kind, media, reading: content.reading ?? [], questions: questions.length });

/** What whoever works through the mission alone gets beside its questions. */
export function freezeCourse(mission: MissionTree): Course {
  const locales = missionLocales(mission);
  const questions = mission.lessons.flatMap((lesson) => lesson.questions);
  return {
    xp: mission.xp,
    coins: mission.coins,
    worth: Object.fromEntries(questions.map(({ id, xp, hintCost }) => [id, { xp, hintCost }])),
    lessons: mission.lessons
      .filter(isShown)
      .map(({ id, kind, xp, minutes, title, content, media, i18n, questions }) => ({
        lessonId: id,
        kind,
        xp,
        ...(minutes !== null && { minutes }),
        titles: localize(locales, (locale) => i18n[locale]?.title ?? title),
        reading: localize(locales, (locale) => readingIn({ content, i18n }, locale)),
        media: media && freezeMedia(media, locales),
        questionIds: questions.map((question) => question.id),
      })),
  };
}

/** Questions of several missions as one, in one language. */
export function mixed(
  wanted: readonly { questionId: string; mission: FrozenMission }[],
  locale: Locale,
  title: string,
): FrozenMission {
  const inOne = <Texts>(texts: Localized<Texts>, written: string): Localized<Texts> => ({
    [locale]: inLocale(texts, locale, written),
  });
  return {
    locale,
    locales: [locale],
    titles: { [locale]: title },
    objectives: Object.fromEntries(
      wanted.flatMap(({ mission }) =>
        Object.entries(mission.objectives).map(([slug, texts]) => [slug, inOne(texts, mission.locale)]),
      ),
    ),
    questions: wanted.flatMap(({ questionId, mission }) =>
      mission.questions
        .filter((question) => question.questionId === questionId)
        .map((question) => ({ ...question, texts: inOne(question.texts, mission.locale) })),
    ),
  };
}

const freezeMedia = ({ alts, ...ref }: LessonMedia, locales: Locale[]) => ({
  ref,
  alts: localize(locales, (locale) => alts[locale] ?? ref.alt),
});

function freezeQuestion(question: QuestionRow, locales: Locale[]): FrozenQuestion {
  const { unit: _, sample: __, ...spec } = question.spec;
  return {
    questionId: question.id,
    kind: question.kind,
    points: question.points,
    partial: question.partial,
    timeLimitSeconds: question.timeLimitSeconds,
    objectives: question.objectives,
    choices: question.choices.map(({ slug, correct }) => ({ slug, correct })),
    spec,
    media: question.media,
    texts: localize(locales, (locale) => textsOf(question, locale)),
  };
}

function textsOf(question: QuestionRow, locale: Locale): QuestionTexts {
  const { unit, sample } = question.spec;
  const translated = question.i18n[locale];
  const { prompt, explanation, hint } = { ...question, ...translated };
  const words = { unit, sample, ...translated };
  return {
    prompt,
    explanation,
    hint,
    choices: question.choices.map(({ text, i18n }) => i18n[locale]?.text ?? text),
    ...(question.kind === 'matching' && {
      matches: question.choices.map(({ match, i18n }) => i18n[locale]?.match ?? match ?? ''),
    }),
    ...(words.blanks && { blanks: words.blanks }),
    ...(words.unit && { unit: words.unit }),
    ...(words.sample && { sample: words.sample }),
  };
}

function localize<Texts>(locales: Locale[], texts: (locale: Locale) => Texts): Localized<Texts> {
  return Object.fromEntries(locales.map((locale) => [locale, texts(locale)]));
}
