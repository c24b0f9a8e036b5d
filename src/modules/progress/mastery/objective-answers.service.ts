import type { Answer, Outcome } from '../../../domain/answer/answer.ts';
import { inLocale, type PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { answerInWords, keyInWords } from '../../../domain/challenge/key.ts';
import { type Evidence, masteryOf, noEvidence } from '../../../domain/mastery/mastery.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { decodeCursor, encodeCursor, timeIdAndPlace } from '../../../platform/http/cursor.ts';
import type { Locale } from '../../../wire/common.ts';
import type { ObjectiveAnswers } from '../../../wire/mastery.ts';
import { requireLearnerOf } from '../../classes/followed.service.ts';

interface AnswerRow {
  sessionId: string;
  title: string;
  format: string;
  at: Date;
  round: number;
  planned: PlannedRound;
  locale: string;
  answer: Answer;
  outcome: Outcome;
}
interface Wanted {
  groupId: string;
  userId: string;
  objective: string;
  locale: Locale;
  cursor?: string | undefined;
  limit: number;
}

/**
 * [CLS-1] What a learner of a class answered to an objective, as far as the caller sees the sessions: nothing that was answered alone,
 * of which only how many there are.
 */
export function createObjectiveAnswers({ db }: { db: Database }) {
  return {
    read: (
      caller: Caller,
      { groupId, userId, objective, locale, cursor, limit }: Wanted,
    ): Promise<ObjectiveAnswers> =>
      db.asCaller(caller, async (em) => {
        const { learner } = await requireLearnerOf(em, groupId, userId);
        const [known] = await em.execute<(Evidence & { text: string | null })[]>(knownOf, [
          locale,
          userId,
          objective,
        ]);
        const asked = [userId, JSON.stringify([objective])];
        const [seen] = await em.execute<{ count: number }[]>(
          `SELECT count(*)::integer AS count FROM (${seenSql}) one WHERE ${judged}`,
          asked,
        );
        const after = cursor === undefined ? [null, null, null] : decodeCursor(cursor, timeIdAndPlace);
        const rows = await em.execute<AnswerRow[]>(pageSql, [...asked, after[0], ...after, limit + 1]);
        const items = rows.slice(0, limit);
        const last = rows.length > limit ? items.at(-1)! : null;
        const evidence = known ?? noEvidence;
        return {
          learner,
          objective,
          text: known?.text ?? objective,
          answers: evidence.answers,
          ...masteryOf(evidence),
          elsewhere: Math.max(0, evidence.answers - seen!.count),
          items: items.map((row) => present(row, locale)),
          nextCursor: last && encodeCursor([iso(last.at), last.sessionId, last.round]),
        };
      }),
  };
}
export type ObjectiveAnswersService = ReturnType<typeof createObjectiveAnswers>;

function present(
  { title, format, at, planned, locale: written, answer, outcome }: AnswerRow,
  locale: Locale,
): ObjectiveAnswers['items'][number] {
  const texts = inLocale(planned.texts, locale, written);
  return {
    title,
    where: format === 'self_paced' ? 'homework' : 'class',
    at: iso(at),
    kind: planned.kind,
    prompt: texts.prompt,
    outcome,
    answer: answerInWords(planned, texts, answer),
    rightAnswer: keyInWords(planned, texts),
  };
}

const iso = (at: Date): string => new Date(at).toISOString();

const knownOf = `
SELECT k.answers, k.weight_right AS "right", k.weight_wrong AS wrong, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text
FROM learner_mastery k LEFT JOIN objectives o ON o.slug = k.slug AND o.org_id = (SELECT app_org_id())
WHERE k.user_id = ? AND k.scope = 'objective' AND k.slug = ?`;

const judged = `one.outcome IN ('right', 'partly', 'wrong')`;

/** Of each answer the last vote; a cursor tells milliseconds. */
const seenSql = `
  SELECT DISTINCT ON (a.session_id, a.round) a.session_id, a.round, date_trunc('milliseconds', a.answered_at) AS at, a.answer, a.outcome
  FROM live_participants lp JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
  WHERE lp.user_id = ? AND r.objectives @> ARRAY(SELECT jsonb_array_elements_text(?::jsonb))
  ORDER BY a.session_id, a.round, a.vote DESC`;

const pageSql = `
SELECT s.id AS "sessionId", s.title, s.format, one.at, one.round, one.answer, one.outcome, s.snapshot->>'locale' AS locale,
  s.snapshot->'rounds'->coalesce(s.played[one.round + 1], one.round) AS planned
FROM (${seenSql}) one JOIN live_sessions s ON s.id = one.session_id
WHERE ${judged} AND (?::timestamptz IS NULL OR (one.at, one.session_id, one.round) < (?::timestamptz, ?::uuid, ?::integer))
ORDER BY one.at DESC, one.session_id DESC, one.round DESC LIMIT ?`;
