import { writtenQuestion } from '../../../wire/authoring.ts';
import { usualWorth } from '../../../wire/authoring-bounds.ts';
import type { Locale } from '../../../wire/common.ts';
import type {
  ContentMedia,
  LessonFile,
  Mission,
  MissionFile,
  Question,
  Topic,
  TopicsFile,
  Translated,
  TranslationFile,
} from './content.schema.ts';
import type { MediaFiles } from './media-files.ts';
import type { QuestionFile } from './question-forms.ts';
import { listedIds, type QuestionTranslations, writtenForm } from './written-form.ts';

export type Translations = ReadonlyMap<Locale, TranslationFile>;

export function assembleTopics({ topics }: TopicsFile): Topic[] {
  return topics.map(({ slug, name, description, es }, index) => ({
    slug,
    name,
    description,
    position: index + 1,
    i18n: es ? { es } : {},
  }));
}

/** Joins a checked mission with its checked translations and files. */
export function assembleMission(
  slug: string,
  file: MissionFile,
  translations: Translations,
  files: MediaFiles,
): Mission {
  const entries = [...translations];
  return {
    slug,
    locale: file.locale,
    locales: [file.locale, ...translations.keys()],
    title: file.title,
    description: file.description,
    topic: file.topic,
    difficulty: file.difficulty,
    missionType: file.missionType,
    ages: file.ages,
    estimatedMinutes: file.estimatedMinutes,
    requiredLevel: file.requiredLevel,
    requires: file.requires,
    reward: file.reward,
    objectives: file.objectives.map(({ id, text }) => ({
      id,
      text,
      i18n: translated(entries, (texts) => ({ text: texts.objectives[id]! })),
    })),
    lessons: file.lessons.map((lesson) => ({
      slug: lesson.slug,
      title: lesson.title,
      kind: lesson.kind,
      reading: lesson.reading ?? [],
      media: contentMedia(lesson.media, files),
      minutes: lesson.minutes ?? null,
      xp: lesson.xp,
      questions: lesson.questions.map((question) =>
        assembleQuestion(
          file.locale,
          question,
          entries.map(([locale, texts]) => [locale, texts.lessons[lesson.slug]!.questions[question.id]!]),
          files,
        ),
      ),
      i18n: translated(entries, ({ lessons }) => ({
        title: lessons[lesson.slug]!.title,
        reading: lessons[lesson.slug]!.reading ?? [],
        ...(lesson.media?.alt && { alt: lessons[lesson.slug]!.alt! }),
      })),
    })),
    i18n: translated(entries, ({ title, description }) => ({ title, description })),
  };
}

function assembleQuestion(
  locale: Locale,
  file: QuestionFile,
  translations: QuestionTranslations,
  files: MediaFiles,
): Question {
  const shown = contentMedia(file.media, files);
  const kind = shown?.kind ?? 'image';
  const ids = listedIds(file);
  const { choices, i18n, media, ...written } = writtenQuestion.parse(
    writtenForm(file, translations, kind, locale),
  );
  return {
    ...written,
    id: file.id,
    hintCost: written.hintCost ?? usualWorth.hintCost,
    choices: choices.map((choice, place) => ({ ...choice, id: ids[place]! })),
    media: shown && media ? { ...shown, alt: media.alt, caption: media.caption } : null,
    ...(file.way && { way: file.way }),
    ...(file.pieces && { pieces: file.pieces }),
    i18n: translated(translations, ({ pieces }, locale) => {
      const { hint, ...words } = i18n[locale]!;
      return { ...words, ...(hint !== '' && { hint }), ...(pieces && { pieces }) };
    }),
  };
}

function contentMedia(media: LessonFile['media'], files: MediaFiles): ContentMedia | null {
  const found = media && files.get(media.file);
  if (!found) return null;
  return {
    path: found.path,
    kind: found.type?.kind ?? 'image',
    alt: media.alt,
    caption: media.caption ?? null,
  };
}

function translated<Texts, Result>(
  translations: readonly (readonly [Locale, Texts])[],
  pick: (texts: Texts, locale: Locale) => Result,
): Translated<Result> {
  const result: Translated<Result> = {};
  for (const [locale, texts] of translations) result[locale] = pick(texts, locale);
  return result;
}
