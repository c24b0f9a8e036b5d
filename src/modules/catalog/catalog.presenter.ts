import type { MediaRef } from '../../domain/question/media.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { MissionPreview, MissionSummary, Topic as TopicView } from '../../wire/catalog.ts';
import type { Locale } from '../../wire/common.ts';
import type { MissionWithTopic } from './catalog.service.ts';
import { missionLocales, readingIn } from './freeze-mission.ts';
import type { LessonMedia } from './mission.entity.ts';
import type { LessonRow, MissionTree, QuestionRow } from './mission-tree.ts';
import type { Topic } from './topic.entity.ts';

export function presentTopic(topic: Topic, missions: number, locale: Locale): TopicView {
  const { name, description } = { ...topic, ...topic.i18n[locale] };
  return { id: topic.id, slug: topic.slug, name, description, missions };
}

/** Without any question: this is for everyone. */
export function presentMission(
  mission: MissionWithTopic,
  locale: Locale,
  caller: SignedInCaller,
): MissionSummary {
  const { title, description } = { ...mission, ...mission.i18n[locale] };
  const { topic } = mission;
  return {
    id: mission.id,
    slug: mission.slug,
    title,
    description,
    topic: topic ? { id: topic.id, slug: topic.slug, name: topic.i18n[locale]?.name ?? topic.name } : null,
    difficulty: mission.difficulty,
    missionType: mission.missionType,
    ages: { from: mission.ageFrom, to: mission.ageTo },
    estimatedMinutes: mission.estimatedMinutes,
    lessons: mission.totalLessons,
    questions: mission.totalQuestions,
    locales: missionLocales(mission),
    mayEdit: mayEdit(mission, caller),
  };
}

/** The row policies say the same, and have the last word. */
const mayEdit = (
  { authorId, missionType }: MissionWithTopic,
  { userId, permissions }: SignedInCaller,
): boolean =>
  missionType !== 'group' &&
  (permissions.has('missions.write_all') || (authorId === userId && permissions.has('missions.write')));

/** With the keys: for those who may see them. */
export function presentPreview(
  mission: MissionWithTopic,
  tree: MissionTree,
  wanted: Locale,
  caller: SignedInCaller,
): MissionPreview {
  const locale = missionLocales(mission).includes(wanted) ? wanted : mission.locale;
  return {
    ...presentMission(mission, locale, caller),
    locale,
    objectives: tree.objectives.map(({ slug, text, i18n }) => ({
      id: slug,
      text: i18n[locale]?.text ?? text,
    })),
    lessonList: tree.lessons.map((lesson) => presentLesson(lesson, locale)),
  };
}

function presentLesson(lesson: LessonRow, locale: Locale): MissionPreview['lessonList'][number] {
  const texts = lesson.i18n[locale];
  return {
    id: lesson.id,
    title: texts?.title ?? lesson.title,
    kind: lesson.kind,
    reading: readingIn(lesson, locale),
    media: lesson.media && presentMedia(lesson.media, locale),
    minutes: lesson.minutes,
    xp: lesson.xp,
    questions: lesson.questions.map((question) => presentQuestion(question, locale)),
  };
}

const presentMedia = ({ alts, ...ref }: LessonMedia, locale: Locale): MediaRef => ({
  ...ref,
  alt: alts[locale] ?? ref.alt,
});

function presentQuestion(
  question: QuestionRow,
  locale: Locale,
): MissionPreview['lessonList'][number]['questions'][number] {
  const { prompt, explanation, hint } = { ...question, ...question.i18n[locale] };
  return {
    id: question.id,
    kind: question.kind,
    prompt,
    choices: question.choices.map(({ i18n, text, match, correct, feedback }) => ({
      text: i18n[locale]?.text ?? text,
      match: i18n[locale]?.match ?? match,
      correct,
      feedback: i18n[locale]?.feedback ?? feedback,
    })),
    partial: question.partial,
    media: question.media,
    spec: presentSpec(question, locale),
    explanation,
    hint,
    difficulty: question.difficulty,
    timeLimitSeconds: question.timeLimitSeconds,
    points: question.points,
    objectives: question.objectives,
  };
}

/** What is told in words, in the language that is looked at. */
function presentSpec({ spec, i18n }: QuestionRow, locale: Locale): Record<string, unknown> {
  const { unit, sample, blanks } = i18n[locale] ?? {};
  return { ...spec, ...(unit && { unit }), ...(sample && { sample }), ...(blanks && { shown: blanks }) };
}
