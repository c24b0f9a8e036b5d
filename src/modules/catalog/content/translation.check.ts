import { choiceIds } from './answer.rules.ts';
import type { ContentProblem, FieldPath } from './content.problem.ts';
import type { MissionFile, TranslationFile } from './content.schema.ts';
import { problemAt } from './file.check.ts';
import type { YamlFile } from './yaml-file.ts';

/** A translation says all that the mission says and nothing else. */
export function checkTranslation(
  yaml: YamlFile,
  translation: TranslationFile,
  mission: MissionFile,
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
    const questionIds = lesson.questions.map(({ id }) => id);
    compare([...path, 'questions'], questionIds, translated.questions);
    for (const question of lesson.questions) {
      const texts = translated.questions[question.id];
      if (!texts) continue;
      const at = [...path, 'questions', question.id];
      const choices = question.kind === 'true_false' ? [] : choiceIds(question);
      compare([...at, 'choices'], choices, texts.choices);
      compare([...at, 'feedback'], Object.keys(question.feedback ?? {}), texts.feedback);
      compare([...at, 'pieces'], Object.keys(question.pieces ?? []), texts.pieces);
    }
  }
  return problems;
}
