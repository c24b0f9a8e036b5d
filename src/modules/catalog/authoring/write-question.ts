import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { WrittenQuestion } from '../../../wire/authoring.ts';
import { arrayOf, type Claimed, countParts, requireKnown } from './claim-mission.ts';
import { mediaRow } from './media-row.ts';
import { otherLanguages } from './write-mission.ts';
import { assessmentOf } from './write-outline.ts';

/** At the end of a lesson; gives its id. */
export async function insertQuestion(
  em: EntityManager,
  caller: SignedInCaller,
  missionId: string,
  claimed: Claimed,
  { lessonId, question }: { lessonId: string; question: WrittenQuestion },
): Promise<string> {
  const [lesson] = await em.execute<{ title: string }[]>(
    'SELECT title FROM lessons WHERE id = ? AND mission_id = ?',
    [lessonId, missionId],
  );
  if (!lesson) throw new AppError('mission/not-found', 'This lesson is gone.');
  const id = uuid();
  const columns = {
    id,
    org_id: caller.orgId,
    author_id: caller.userId,
    ...(await columnsOf(em, claimed, question)),
  };
  const names = Object.keys(columns);
  await em.execute(
    `INSERT INTO questions (${names}) VALUES (${names.map(() => '?')})`,
    Object.values(columns),
  );
  const assessment = await assessmentOf(em, caller.orgId, lessonId, lesson.title);
  await em.execute(
    `INSERT INTO assessment_questions (assessment_id, question_id, position)
     SELECT ?, ?, coalesce(max(position) + 1, 0) FROM assessment_questions WHERE assessment_id = ?`,
    [assessment, id, assessment],
  );
  await writeParts(em, missionId, claimed, id, question);
  await countParts(em, missionId);
  return id;
}

export async function updateQuestion(
  em: EntityManager,
  missionId: string,
  claimed: Claimed,
  id: string,
  question: WrittenQuestion,
): Promise<void> {
  const [asked] = await em.execute<object[]>(
    `SELECT 1 FROM assessment_questions aq JOIN assessments a ON a.id = aq.assessment_id
     JOIN lessons l ON l.id = a.lesson_id WHERE l.mission_id = ? AND aq.question_id = ?`,
    [missionId, id],
  );
  if (!asked) throw new AppError('mission/not-found', 'This question is gone.');
  const columns = await columnsOf(em, claimed, question);
  const names = Object.keys(columns);
  await em.execute(
    `UPDATE questions SET ${names.map((name) => `${name} = ?`)}, version = version + 1 WHERE id = ?`,
    [...Object.values(columns), id],
  );
  await writeParts(em, missionId, claimed, id, question);
}

async function columnsOf(em: EntityManager, { locale }: Claimed, question: WrittenQuestion) {
  return {
    kind: question.kind,
    prompt: question.prompt,
    explanation: question.explanation,
    hint_text: question.hint,
    ...(question.hintCost !== undefined && { hint_cost: question.hintCost }),
    difficulty: question.difficulty,
    points: question.points,
    is_partial: question.partial,
    time_limit_seconds: question.timeLimitSeconds,
    spec: JSON.stringify(question.spec),
    media: question.media && JSON.stringify(question.media),
    media_id: await mediaRow(em, question.media, 'question.media'),
    i18n: JSON.stringify(withoutEmpty(otherLanguages(question.i18n, locale))),
  };
}

/** What is not translated is read in the first language. */
const withoutEmpty = (i18n: object) =>
  Object.fromEntries(
    Object.entries(i18n).map(([locale, texts]) => [
      locale,
      Object.fromEntries(Object.entries(texts as object).filter(([, text]) => text !== '')),
    ]),
  );

async function writeParts(
  em: EntityManager,
  missionId: string,
  { locale }: Claimed,
  id: string,
  { kind, choices, objectives }: WrittenQuestion,
): Promise<void> {
  await em.execute('DELETE FROM question_options WHERE question_id = ?', [id]);
  const rows = choices.map(({ text, match, correct, feedback, i18n }, position) => ({
    id: uuid(),
    slug: kind === 'true_false' ? ['true', 'false'][position] : 'abcdefgh'[position],
    text,
    match,
    correct,
    feedback,
    position,
    i18n: otherLanguages(i18n, locale),
  }));
  await em.execute(
    `INSERT INTO question_options (id, question_id, slug, option_text, match_text, is_correct, feedback, position, i18n)
     SELECT id, ?, slug, text, match, correct, feedback, position, i18n FROM jsonb_to_recordset(?) AS r(id uuid, slug text,
       text text, match text, correct boolean, feedback text, position integer, i18n jsonb)`,
    [id, JSON.stringify(rows)],
  );
  const known = await em.execute<{ slug: string }[]>('SELECT slug FROM objectives WHERE mission_id = ?', [
    missionId,
  ]);
  requireKnown(
    'question.objectives',
    objectives,
    known.map(({ slug }) => slug),
  );
  await em.execute('DELETE FROM question_objectives WHERE question_id = ?', [id]);
  await em.execute(
    `INSERT INTO question_objectives (question_id, objective_id)
     SELECT ?, id FROM objectives WHERE mission_id = ? AND slug = ANY(?::text[])`,
    [id, missionId, arrayOf(objectives)],
  );
}
