import { z } from 'zod';
import { ways } from '../../../domain/group-mission/plan.ts';
import { isScored, questionKinds } from '../../../domain/question/question.ts';
import type { ContentProblem } from './content.problem.ts';
import { problemAt } from './file.check.ts';
import type { YamlFile } from './yaml-file.ts';

// Forgives every other fault, as the skeletons of `cross.check.ts` do.
const questionSkeleton = z
  .looseObject({
    kind: z.unknown().optional(),
    way: z.unknown().optional(),
    pieces: z.unknown().optional(),
    ideas: z.unknown().optional(),
  })
  .nullable()
  .catch(null);
const lessonSkeleton = z
  .looseObject({ reading: z.unknown().optional(), questions: z.array(questionSkeleton).catch([]) })
  .nullable()
  .catch(null);
const skeleton = z
  .looseObject({ missionType: z.unknown().optional(), lessons: z.array(lessonSkeleton).catch([]) })
  .catch({ missionType: undefined, lessons: [] });

/** [GRP-1] What makes a mission one for groups: scenes with a story, a way for each question, and all three ways. */
export function checkGroupMission(yaml: YamlFile): ContentProblem[] {
  const { missionType, lessons } = skeleton.parse(yaml.value);
  const isGroup = missionType === 'group';
  const problems: ContentProblem[] = [];
  const used = new Set<unknown>();
  lessons.forEach((lesson, l) => {
    if (isGroup && lesson && !lesson.reading) {
      const message = 'In a group mission each lesson is a scene: tell its story under "reading".';
      problems.push(problemAt(yaml, ['lessons', l, 'reading'], 'content/missing', message));
    }
    lesson?.questions.forEach((question, q) => {
      if (!question) return;
      const path = ['lessons', l, 'questions', q];
      used.add(question.way);
      const fault = isGroup ? faultInGroup(question) : faultAlone(question);
      if (fault) problems.push(problemAt(yaml, [...path, fault.field], fault.code, fault.message));
    });
  });
  const missing = ways.filter((way) => !used.has(way));
  if (isGroup && missing.length > 0) {
    const message = `A group mission uses all three ways of answering; missing: ${missing.join(', ')}.`;
    problems.push(problemAt(yaml, ['lessons'], 'content/missing', message));
  }
  return problems;
}

const unsolvable: ReadonlySet<unknown> = new Set(questionKinds.filter((kind) => !isScored({ kind })));

interface Fault {
  field: 'kind' | 'way' | 'pieces';
  code: ContentProblem['code'];
  message: string;
}

function faultInGroup({ kind, way, pieces, ideas }: z.infer<typeof questionSkeleton> & object): Fault | null {
  if (unsolvable.has(kind) || (kind === 'open_text' && ideas === undefined)) {
    const message =
      'A group can only solve what is right or wrong: take another kind, or give an open_text its "ideas".';
    return { field: 'kind', code: 'content/not-for-groups', message };
  }
  if (way === undefined) {
    const message = `In a group mission each question names its way: ${ways.join(', ')}.`;
    return { field: 'way', code: 'content/missing', message };
  }
  if ((way === 'split') === (pieces !== undefined)) return null;
  return way === 'split'
    ? { field: 'pieces', code: 'content/missing', message: 'List the pieces that the learners hold.' }
    : {
        field: 'pieces',
        code: 'content/not-for-this-kind',
        message: 'Only a question with "way: split" has pieces.',
      };
}

function faultAlone(question: { way?: unknown; pieces?: unknown }): Fault | null {
  const field = question.way === undefined ? 'pieces' : 'way';
  if (question[field] === undefined) return null;
  const message = `"${field}" belongs into missions with "missionType: group".`;
  return { field, code: 'content/not-for-this-kind', message };
}
