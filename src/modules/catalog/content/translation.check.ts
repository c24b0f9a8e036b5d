import type { Locale } from '../../../wire/common.ts';
import type { ContentProblem, FieldPath } from './content.problem.ts';
import type { MissionFile, TranslationFile } from './content.schema.ts';
import { problemAt } from './file.check.ts';
import type { MediaFiles } from './media-files.ts';
import { checkQuestion, type QuestionProblem } from './question.check.ts';
import type { QuestionFile, QuestionTexts } from './question-forms.ts';
import type { YamlFile } from './yaml-file.ts';

export interface WrittenTranslation {
  yaml: YamlFile;
  locale: Locale;
  texts: TranslationFile;
}

/** A translation says all that the mission says and nothing else, and its texts follow the same rules. */
export function checkTranslation(
  { yaml, locale, texts: translation }: WrittenTranslation,
  mission: MissionFile,
  files: MediaFiles,
): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const compare = (path: FieldPath, wanted: readonly string[], given: object | undefined) => {
    const found = Object.keys(given ?? {});
    for (const id of wanted.filter((one) => !found.includes(one))) {
      const message = `The translation of "${id}" is missing.`;
      problems.push(problemAt(yaml, [...path, id], 'content/missing-translation', message));
    }
    for (const id of found.filter((one) => !wanted.includes(one))) {
      const message = `The mission has no "${id}" here, so this translation belongs to nothing.`;
      problems.push(problemAt(yaml, [...path, id], 'content/unknown-translation', message));
    }
  };

  const objectiveIds = mission.objectives.map(({ id }) => id);
  compare(['objectives'], objectiveIds, translation.objectives);
  const lessonSlugs = mission.lessons.map(({ slug }) => slug);
  compare(['lessons'], lessonSlugs, translation.lessons);
  for (const lesson of mission.lessons) {
    const translated = translation.lessons[lesson.slug];
    if (!translated) continue;
    const path = ['lessons', lesson.slug];
    compare(path, lesson.reading ? ['reading'] : [], translated.reading && { reading: translated.reading });
    compare(
      path,
      lesson.media?.alt ? ['alt'] : [],
      translated.alt === undefined ? {} : { alt: translated.alt },
    );
    const questionIds = lesson.questions.map(({ id }) => id);
    compare([...path, 'questions'], questionIds, translated.questions);
    for (const question of lesson.questions) {
      const texts = translated.questions[question.id];
      if (!texts) continue;
      const at = [...path, 'questions', question.id];
      const before = problems.length;
      compareQuestion(at, question, texts, compare);
      if (problems.length > before) continue;
      const kind = files.get(question.media?.file ?? '')?.type?.kind ?? 'image';
      problems.push(
        ...onlyTranslated(question, [[locale, texts]], kind).map((fault) =>
          problemAt(yaml, [...at, ...fault.path], fault.code, fault.message),
        ),
      );
    }
  }
  return problems;
}

/** What the translation brings: its own texts, and what became too much with them. */
function onlyTranslated(...about: Parameters<typeof checkQuestion>): QuestionProblem[] {
  const [question, , media] = about;
  const before = new Set(checkQuestion(question, [], media).map(({ path }) => path.join('.')));
  return checkQuestion(...about).filter(({ path, translated }) => translated || !before.has(path.join('.')));
}

type Compare = (path: FieldPath, wanted: readonly string[], given: object | undefined) => void;

/** Names of texts, and of lists and what they hold. */
const single = ['hint', 'sample'] as const;
const lists = ['choices', 'pairs', 'order', 'steps', 'feedback', 'blanks', 'ideas', 'pieces'] as const;

function compareQuestion(
  at: FieldPath,
  question: QuestionFile,
  texts: QuestionTexts,
  compare: Compare,
): void {
  const own: Partial<Record<string, unknown>> = question;
  const named = (from: Partial<Record<string, unknown>>) => single.filter((name) => from[name] !== undefined);
  compare(at, named(own), Object.fromEntries(named(texts).map((name) => [name, true])));
  if (own.unit === undefined && texts.unit !== undefined) compare(at, [], { unit: texts.unit });
  for (const name of lists) compare([...at, name], Object.keys(own[name] ?? {}), texts[name]);
}
