import type { EntityManager } from '@mikro-orm/postgresql';
import type { QuestionSpec } from '../../domain/challenge/class-plan.ts';
import type { LessonKind } from '../../domain/mission/lesson.ts';
import type { MediaRef } from '../../domain/question/media.ts';
import type { PointsFactor, QuestionKind } from '../../domain/question/question.ts';
import type { Locale } from '../../wire/common.ts';
import type { Difficulty, Translations } from './catalog.columns.ts';
import type { LessonMedia } from './mission.entity.ts';
import type { QuestionTranslation } from './question.entity.ts';

export interface OptionRow {
  slug: string;
  text: string;
  match: string | null;
  correct: boolean;
  feedback: string | null;
  i18n: Translations<{ text: string; match?: string; feedback: string }>;
}
export interface QuestionRow {
  id: string;
  kind: QuestionKind;
  prompt: string;
  explanation: string;
  hint: string | null;
  hintCost: number;
  xp: number;
  difficulty: Difficulty;
  points: PointsFactor;
  partial: boolean;
  timeLimitSeconds: number;
  /** With its words in the language it was written in. */
  spec: QuestionSpec & Pick<QuestionTranslation, 'unit' | 'sample'>;
  media: MediaRef | null;
  i18n: Translations<QuestionTranslation>;
  objectives: string[];
  choices: OptionRow[];
}
export interface LessonRow {
  id: string;
  title: string;
  kind: LessonKind;
  xp: number;
  /** About how long it takes; null: not said. */
  minutes: number | null;
  media: LessonMedia | null;
  content: { reading?: string[] };
  i18n: Translations<{ title: string; reading: string[] }>;
  questions: QuestionRow[];
}
export interface ObjectiveRow {
  slug: string;
  text: string;
  i18n: Translations<{ text: string }>;
}
export interface MissionTree {
  id: string;
  locale: Locale;
  title: string;
  xp: number;
  coins: number;
  i18n: Translations<{ title: string; description: string }>;
  objectives: ObjectiveRow[];
  lessons: LessonRow[];
}

/** A mission with everything in it, keys included, in one round trip; null when the caller sees no such mission. */
export async function readMissionTree(em: EntityManager, missionId: string): Promise<MissionTree | null> {
  const rows = await em.execute<MissionTree[]>(missionTreeSql, [missionId]);
  return rows[0] ?? null;
}

const optionsSql = `
  SELECT json_agg(json_build_object('slug', o.slug, 'text', o.option_text, 'match', o.match_text, 'correct', o.is_correct,
    'feedback', o.feedback, 'i18n', o.i18n) ORDER BY o.position)
  FROM question_options o WHERE o.question_id = q.id`;

const questionObjectivesSql = `
  SELECT json_agg(ob.slug ORDER BY ob.position, ob.slug)
  FROM question_objectives qo JOIN objectives ob ON ob.id = qo.objective_id WHERE qo.question_id = q.id`;

const questionsSql = `
  SELECT json_agg(json_build_object('id', q.id, 'kind', q.kind, 'prompt', q.prompt, 'explanation', q.explanation,
    'hint', q.hint_text, 'hintCost', q.hint_cost, 'xp', q.xp_reward, 'difficulty', q.difficulty, 'points', q.points, 'partial', q.is_partial,
    'timeLimitSeconds', q.time_limit_seconds, 'spec', q.spec, 'media', q.media, 'i18n', q.i18n,
    'objectives', coalesce((${questionObjectivesSql}), '[]'), 'choices', coalesce((${optionsSql}), '[]')) ORDER BY aq.position)
  FROM assessments a JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
  WHERE a.lesson_id = l.id AND q.archived_at IS NULL`;

const lessonsSql = `
  SELECT json_agg(json_build_object('id', l.id, 'title', l.title, 'kind', l.kind, 'xp', l.xp_reward, 'minutes', l.estimated_minutes, 'media', l.media, 'content', l.content, 'i18n', l.i18n,
    'questions', coalesce((${questionsSql}), '[]')) ORDER BY l.position)
  FROM lessons l WHERE l.mission_id = m.id`;

const objectivesSql = `
  SELECT json_agg(json_build_object('slug', ob.slug, 'text', ob.text, 'i18n', ob.i18n) ORDER BY ob.position, ob.slug)
  FROM objectives ob WHERE ob.mission_id = m.id`;

const missionTreeSql = `
  SELECT m.id, m.locale, m.title, m.xp_reward AS xp, m.coin_reward AS coins, m.i18n,
    coalesce((${objectivesSql}), '[]') AS objectives, coalesce((${lessonsSql}), '[]') AS lessons
  FROM missions m WHERE m.id = ? AND m.is_active`;
