import type { Locale } from '../../../wire/common.ts';
import { choiceIds, rightIds } from './answer.rules.ts';
import {
  baseLocale,
  type Choice,
  type Mission,
  type MissionFile,
  type Question,
  type QuestionFile,
  type Topic,
  type TopicsFile,
  type Translated,
  type TranslationFile,
  type TranslationLocale,
} from './content.schema.ts';

export type Translations = ReadonlyMap<TranslationLocale, TranslationFile>;

type QuestionTexts = TranslationFile['lessons'][string]['questions'][string];
type QuestionTranslations = readonly (readonly [TranslationLocale, QuestionTexts])[];

const trueFalseTexts: Record<Locale, Record<string, string>> = {
  en: { true: 'True', false: 'False' },
  es: { true: 'Verdadero', false: 'Falso' },
};

export function assembleTopics({ topics }: TopicsFile): Topic[] {
  return topics.map(({ slug, name, description, es }, index) => ({
    slug,
    name,
    description,
    position: index + 1,
    i18n: es ? { es } : {},
  }));
}

/** Joins a checked mission with its checked translations. */
export function assembleMission(slug: string, file: MissionFile, translations: Translations): Mission {
  const entries = [...translations];
  return {
    slug,
    locale: baseLocale,
    locales: [baseLocale, ...translations.keys()],
    title: file.title,
    description: file.description,
    topic: file.topic,
    difficulty: file.difficulty,
    missionType: file.missionType,
    ages: file.ages,
    estimatedMinutes: file.estimatedMinutes,
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
      questions: lesson.questions.map((question) =>
        assembleQuestion(
          question,
          entries.map(([locale, texts]) => [locale, texts.lessons[lesson.slug]!.questions[question.id]!]),
        ),
      ),
      i18n: translated(entries, ({ lessons }) => ({
        title: lessons[lesson.slug]!.title,
        reading: lessons[lesson.slug]!.reading ?? [],
      })),
    })),
    i18n: translated(entries, ({ title, description }) => ({ title, description })),
  };
}

function assembleQuestion(question: QuestionFile, translations: QuestionTranslations): Question {
  const right = rightIds(question.answer);
  return {
    id: question.id,
    kind: question.kind,
    prompt: question.prompt,
    choices: choiceIds(question).map((id) => assembleChoice(question, id, right.includes(id), translations)),
    explanation: question.explanation,
    hint: question.hint,
    objectives: question.objectives,
    difficulty: question.difficulty,
    timeLimitSeconds: question.timeLimitSeconds,
    points: question.points,
    ...(question.partial !== undefined && { partial: question.partial }),
    ...(question.way && { way: question.way }),
    ...(question.pieces && { pieces: question.pieces }),
    i18n: translated(translations, ({ prompt, explanation, hint, pieces }) => ({
      prompt,
      explanation,
      hint,
      ...(pieces && { pieces }),
    })),
  };
}

function assembleChoice(
  question: QuestionFile,
  id: string,
  correct: boolean,
  translations: QuestionTranslations,
): Choice {
  const textsIn = (locale: Locale, from: Pick<QuestionTexts, 'choices' | 'feedback'>) => {
    const choices: Record<string, string> =
      question.kind === 'true_false' ? trueFalseTexts[locale] : { ...from.choices };
    const feedback = (from.feedback as Record<string, string> | undefined)?.[id];
    return { text: choices[id]!, ...(feedback !== undefined && { feedback }) };
  };
  return {
    id,
    ...textsIn(baseLocale, question),
    correct,
    i18n: translated(translations, (texts, locale) => textsIn(locale, texts)),
  };
}

function translated<Texts, Result>(
  translations: readonly (readonly [TranslationLocale, Texts])[],
  pick: (texts: Texts, locale: TranslationLocale) => Result,
): Translated<Result> {
  const result: Translated<Result> = {};
  for (const [locale, texts] of translations) result[locale] = pick(texts, locale);
  return result;
}
