import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Answer } from '../../src/domain/answer/answer.ts';
import type { PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import type { QuestionKind } from '../../src/domain/question/question.ts';
import { kinds } from './kinds.ts';

interface Written {
  prompt: string;
  options?: { text: string; match?: string; correct?: boolean }[];
  spec?: object;
  partial?: boolean;
  media?: object;
}

/** Its keys are words and numbers that stand nowhere else, so that a leak can be found byte by byte. */
const written: { [K in QuestionKind]: Written } = {
  single_choice: { prompt: 'Pick one', options: listed('ant', 'bee', 'cat', 'dog').map(right(2)) },
  multiple_choice: {
    prompt: 'Pick two',
    options: listed('ash', 'birch', 'cedar', 'daisy').map((one, i) => ({ ...one, correct: i < 2 })),
    partial: true,
  },
  true_false: { prompt: 'True?', options: listed('True', 'False').map(right(0)) },
  matching: {
    prompt: 'What belongs together?',
    options: [
      { text: 'France', match: 'Paris' },
      { text: 'Spain', match: 'Madrid' },
      { text: 'Italy', match: 'Rome' },
    ],
  },
  ordering: { prompt: 'From small to large', options: listed('one', 'two', 'three', 'four'), partial: true },
  fill_blank: {
    prompt: 'A ___ learns from ___.',
    spec: {
      blanks: [
        { accepted: ['zzmachine', 'zzmodel'], typo: true },
        { accepted: ['zzexamples'], typo: false },
      ],
    },
  },
  numeric: { prompt: 'How many?', spec: { value: 731.4625, tolerance: 0.53125, unit: 'km' } },
  slider: {
    prompt: 'How warm?',
    spec: { min: 0, max: 100, step: 0.125, value: 37.375, band: 1.59375, edge: 9.84375, unit: '°C' },
  },
  hotspot: {
    prompt: 'Where is it?',
    spec: {
      areas: [
        [
          { x: 0.40625, y: 0.40625 },
          { x: 0.59375, y: 0.40625 },
          { x: 0.59375, y: 0.59375 },
          { x: 0.40625, y: 0.59375 },
        ],
      ],
    },
    media: { id: 'a'.repeat(32), kind: 'image', alt: 'A map', caption: null },
  },
  scale: { prompt: 'How sure are you?', options: listed('not at all', 'a little', 'very') },
  poll: { prompt: 'What next?', options: listed('art', 'music', 'sport'), spec: { most: 2 } },
  word_cloud: { prompt: 'One word for today', spec: { words: 2 } },
  open_text: {
    prompt: 'Why?',
    spec: { keywords: [['zzbecause'], ['zzfair', 'zzjust']], sample: 'zzsample answer' },
  },
};

/** What must be in nothing that anybody gets before the reveal. */
export const secretWords = [
  'zzmachine',
  'zzmodel',
  'zzexamples',
  'zzbecause',
  'zzfair',
  'zzjust',
  'zzsample',
  'zzwhy',
];
export const secretNumbers = [731.4625, 0.53125, 37.375, 1.59375, 9.84375, 0.40625, 0.59375];

/** A mission with one question of every kind, in the order of `kinds`, beside the starter missions; gives its id. */
export async function insertKindsMission(jobs: pg.Pool): Promise<string> {
  const { rows } = await jobs.query<{ org_id: string }>('SELECT org_id FROM missions LIMIT 1');
  const orgId = rows[0]!.org_id;
  const [missionId, lessonId, assessmentId, topicId] = [uuid(), uuid(), uuid(), uuid()];
  await jobs.query(
    `INSERT INTO topics (id, org_id, slug, name, description, position) VALUES ($1, $2, $3, 'Every kind', 'All of them.', 99)`,
    [topicId, orgId, `every-kind-${topicId}`],
  );
  await jobs.query(
    `INSERT INTO missions (id, org_id, topic_id, slug, locale, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes)
     VALUES ($1, $2, $3, $4, 'en', 'Every kind', 'One question of each.', 'easy', 'skill', 8, 14, 20)`,
    [missionId, orgId, topicId, `every-kind-${missionId}`],
  );
  await jobs.query(
    `INSERT INTO lessons (id, mission_id, slug, title, kind, position) VALUES ($1, $2, 'all', 'All', 'quiz', 0)`,
    [lessonId, missionId],
  );
  await jobs.query(`INSERT INTO assessments (id, org_id, lesson_id, title) VALUES ($1, $2, $3, 'All')`, [
    assessmentId,
    orgId,
    lessonId,
  ]);
  for (const [position, kind] of kinds.entries()) {
    const { prompt, options = [], spec = {}, partial = false, media = null } = written[kind];
    const questionId = uuid();
    await jobs.query(
      `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty, is_partial, time_limit_seconds, spec, media)
       VALUES ($1, $2, $3, $4, 'zzwhy', 'easy', $5, 60, $6, $7)`,
      [questionId, orgId, kind, prompt, partial, JSON.stringify(spec), media && JSON.stringify(media)],
    );
    for (const [i, { text, match = null, correct = false }] of options.entries())
      await jobs.query(
        `INSERT INTO question_options (question_id, slug, option_text, match_text, is_correct, position) VALUES ($1, $2, $3, $4, $5, $6)`,
        [questionId, `o${i}`, text, match, correct, i],
      );
    await jobs.query(
      'INSERT INTO assessment_questions (assessment_id, question_id, position) VALUES ($1, $2, $3)',
      [assessmentId, questionId, position],
    );
  }
  return missionId;
}

function listed(...texts: string[]): { text: string; correct?: boolean }[] {
  return texts.map((text) => ({ text }));
}
function right(place: number) {
  return (option: { text: string }, i: number) => ({ ...option, correct: i === place });
}

/** An answer that is right as this session laid the question out; any answer where nothing is right or wrong. */
export function rightAnswerTo(planned: PlannedRound): Answer {
  switch (planned.kind) {
    case 'fill_blank':
      return planned.blanks.map(({ accepted }) => accepted[0]!);
    case 'numeric':
    case 'slider':
      return planned.value;
    case 'hotspot': {
      const area = planned.areas[0]!;
      const mean = (side: 'x' | 'y') => area.reduce((sum, point) => sum + point[side], 0) / area.length;
      return { x: mean('x'), y: mean('y') };
    }
    case 'word_cloud':
      return ['hello'];
    case 'open_text':
      return [(planned.keywords ?? []).map(([first]) => first).join(' ') || 'Because.'];
    case 'scale':
    case 'poll':
      return [0];
    default:
      return [...planned.key];
  }
}

/** An answer that is wrong or, of pairs and orders, not all right; any answer where nothing is right or wrong. Tells nothing of the key. */
export function wrongAnswerTo(planned: PlannedRound): Answer {
  switch (planned.kind) {
    case 'fill_blank':
      return planned.blanks.map(() => 'rock');
    case 'numeric':
    case 'slider':
      return 0;
    case 'hotspot':
      return { x: 0.0625, y: 0.0625 };
    case 'word_cloud':
    case 'open_text':
      return ['nothing'];
    case 'scale':
    case 'poll':
      return [1];
    case 'matching':
    case 'ordering':
      return planned.key.toReversed();
    default:
      return [[...Array(planned.choices).keys()].find((position) => !planned.key.includes(position))!];
  }
}
