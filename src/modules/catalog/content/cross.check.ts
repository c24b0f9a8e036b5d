import { z } from 'zod';
import { type LessonFaultCode, lessonFaults, lessonKinds } from '../../../wire/lesson-faults.ts';
import type { ContentProblem, FieldPath } from './content.problem.ts';
import { problemAt } from './file.check.ts';
import { checkGroupMission } from './group.check.ts';
import { checkMediaFile, type MediaFiles } from './media-files.ts';
import { checkQuestion } from './question.check.ts';
import { mediaFile, questionFile } from './question-forms.ts';
import type { YamlFile } from './yaml-file.ts';

// These rules need several fields at once. They read a skeleton that forgives every other fault, so that a
// teacher hears about a wrong reference and a missing title in the same run.
const name = z.string().optional().catch(undefined);
const list = <T extends z.ZodType>(entry: T) => z.array(entry.catch(null as never)).catch([]);
const questionSkeleton = z.looseObject({ id: name, objectives: list(name) }).nullable();
const lessonSkeleton = z
  .object({
    slug: name,
    kind: name,
    reading: list(z.string().nullable()),
    media: mediaFile.optional().catch(undefined),
    questions: list(questionSkeleton),
  })
  .nullable();
const missionSkeleton = z
  .object({
    topic: name,
    missionType: name,
    requires: list(z.string().nullable()),
    objectives: list(z.object({ id: name }).nullable()),
    lessons: list(lessonSkeleton),
  })
  .catch({ topic: undefined, missionType: undefined, requires: [], objectives: [], lessons: [] });
const topicsSkeleton = z.object({ topics: list(z.object({ slug: name }).nullable()) }).catch({ topics: [] });

type MissionSkeleton = z.infer<typeof missionSkeleton>;
type LessonSkeleton = NonNullable<z.infer<typeof lessonSkeleton>>;
type QuestionSkeleton = NonNullable<z.infer<typeof questionSkeleton>>;

/** Remembers where each id stood first and complains about the second. */
class Register {
  readonly #places = new Map<string, string>();
  readonly #problems: ContentProblem[];

  constructor(problems: ContentProblem[]) {
    this.#problems = problems;
  }

  add(yaml: YamlFile, path: FieldPath, id: string | undefined): void {
    if (id === undefined) return;
    const first = this.#places.get(id);
    if (first === undefined) this.#places.set(id, `${yaml.file}, line ${yaml.lineOf(path)}`);
    else this.#problems.push(problemAt(yaml, path, 'content/duplicate-id', takenMessage(id, first)));
  }
}

const takenMessage = (id: string, first: string) =>
  `"${id}" is taken already in ${first}. Choose another id.`;

export interface WrittenMission {
  yaml: YamlFile;
  files: MediaFiles;
}

/** Ids that must be unique, references that must lead somewhere, lessons without questions, answers that cannot be. */
export function checkAcross(
  topicsYaml: YamlFile | undefined,
  missions: readonly WrittenMission[],
): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const topicSlugs = topicsYaml && checkTopics(topicsYaml, problems);
  const objectiveIds = new Register(problems);
  const questionIds = new Register(problems);
  for (const { yaml, files } of missions) {
    const mission = missionSkeleton.parse(yaml.value);
    mission.objectives.forEach((objective, index) => {
      objectiveIds.add(yaml, ['objectives', index, 'id'], objective?.id);
    });
    if (topicSlugs && mission.topic !== undefined && !topicSlugs.has(mission.topic)) {
      const message = `There is no topic "${mission.topic}" in topics.yaml.`;
      problems.push(problemAt(yaml, ['topic'], 'content/unknown-topic', message));
    }
    checkLessons({ yaml, files }, mission, questionIds, problems);
    problems.push(...checkGroupMission(yaml));
  }
  problems.push(...checkRequires(missions));
  return problems;
}

/** What comes before a mission is another one that learners can play alone, and no mission comes before itself. */
function checkRequires(missions: readonly WrittenMission[]): ContentProblem[] {
  const written = missions.map(({ yaml }) => ({
    yaml,
    slug: yaml.file.replace(/^missions\/|\.yaml$/g, ''),
    ...missionSkeleton.parse(yaml.value),
  }));
  const bySlug = new Map(written.map((mission) => [mission.slug, mission]));
  const leadsTo = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return bySlug.get(from)?.requires.some((next) => next !== null && leadsTo(next, to, seen)) ?? false;
  };
  return written.flatMap(({ yaml, slug, requires, missionType }) =>
    requires.flatMap((wanted, index) => {
      if (wanted === null) return [];
      const other = bySlug.get(wanted);
      const fault =
        !other || other.missionType === 'group' || missionType === 'group'
          ? `There is no mission "${wanted}" that a learner could play alone before this one.`
          : leadsTo(wanted, slug)
            ? `"${wanted}" needs this mission first, so nobody could begin either.`
            : null;
      return fault ? [problemAt(yaml, ['requires', index], 'content/unknown-mission', fault)] : [];
    }),
  );
}

function checkTopics(yaml: YamlFile, problems: ContentProblem[]): Set<string> {
  const slugs = new Register(problems);
  const { topics } = topicsSkeleton.parse(yaml.value);
  topics.forEach((topic, index) => {
    slugs.add(yaml, ['topics', index, 'slug'], topic?.slug);
  });
  return new Set(topics.flatMap((topic) => topic?.slug ?? []));
}

function checkLessons(
  written: WrittenMission,
  mission: MissionSkeleton,
  questionIds: Register,
  problems: ContentProblem[],
): void {
  const { yaml } = written;
  const lessonSlugs = new Register(problems);
  const objectives = new Set(mission.objectives.map((objective) => objective?.id));
  mission.lessons.forEach((lesson, lessonIndex) => {
    const path = ['lessons', lessonIndex] as const;
    if (!lesson) return;
    lessonSlugs.add(yaml, [...path, 'slug'], lesson.slug);
    if (lesson.media) problems.push(...checkMediaFile(yaml, path, lesson.media, written.files));
    // the story of a scene is looked at with the other rules of groups
    if (mission.missionType !== 'group') problems.push(...lessonProblems(written, path, lesson));
    lesson.questions.forEach((question, index) => {
      const questionPath = [...path, 'questions', index] as const;
      questionIds.add(yaml, [...questionPath, 'id'], question?.id);
      if (!question) return;
      checkObjectives(yaml, questionPath, question, objectives, problems);
      problems.push(...faultsOf(written, questionPath, question));
    });
  });
  if (mission.lessons.length > 0 && mission.lessons.every((lesson) => lesson?.questions.length === 0)) {
    const message = 'This mission has no questions at all, so nobody can play it.';
    problems.push(problemAt(yaml, ['lessons'], 'content/no-questions', message));
  }
}

/** The rules of the authoring form, in the words of the file. */
function lessonProblems(
  { yaml, files }: WrittenMission,
  path: FieldPath,
  { kind, reading, media, questions }: LessonSkeleton,
): ContentProblem[] {
  const known = lessonKinds.find((one) => one === kind);
  if (!known) return [];
  const shown = media && { alt: media.alt, kind: files.get(media.file)?.type?.kind ?? 'image' };
  const judged = {
    kind: known,
    reading: reading.map(String),
    media: shown ?? null,
    questions: questions.length,
  };
  return lessonFaults(judged).map(({ path: field, code }) => {
    const [problem, message] = lessonSentences[code];
    return problemAt(yaml, [...path, ...field.split('.')], problem, message);
  });
}

const lessonSentences: Record<LessonFaultCode, readonly [ContentProblem['code'], string]> = {
  'no-film': ['content/wrong-file-kind', 'A video lesson needs a film: an MP4 or WebM under "media".'],
  'no-alt': ['content/no-alt', 'Say under "alt" what is seen or heard, for who cannot see or hear it.'],
  'no-questions': [
    'content/no-questions',
    'This lesson has no questions. Add some, or set its kind to reading.',
  ],
  'nothing-to-read': [
    'content/nothing-to-read',
    'There is nothing in this lesson: write what there is to read under "reading".',
  ],
};

function checkObjectives(
  yaml: YamlFile,
  path: FieldPath,
  question: QuestionSkeleton,
  objectives: ReadonlySet<string | undefined>,
  problems: ContentProblem[],
): void {
  question.objectives.forEach((objective, index) => {
    if (typeof objective !== 'string' || objectives.has(objective)) return;
    const message = `This mission has no objective "${objective}".`;
    problems.push(problemAt(yaml, [...path, 'objectives', index], 'content/unknown-objective', message));
  });
}

/** What does not fit together in a question; what is not even in form the schema of the file says. */
function faultsOf(
  { yaml, files }: WrittenMission,
  path: FieldPath,
  given: QuestionSkeleton,
): ContentProblem[] {
  const parsed = questionFile.safeParse(given);
  if (!parsed.success) return [];
  const question = parsed.data;
  const kind = files.get(question.media?.file ?? '')?.type?.kind ?? 'image';
  return [
    ...(question.media ? checkMediaFile(yaml, path, question.media, files) : []),
    ...checkQuestion(question, [], kind).map((fault) =>
      problemAt(yaml, [...path, ...fault.path], fault.code, fault.message),
    ),
  ];
}
