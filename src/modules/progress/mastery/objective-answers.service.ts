import type { Answer, Outcome } from '../../../domain/answer/answer.ts';
import { inLocale, type Localized, type PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { answerInWords, keyInWords } from '../../../domain/challenge/key.ts';
import { type Evidence, masteryOf, noEvidence } from '../../../domain/mastery/mastery.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { decodeCursor, encodeCursor, timeIdAndPlace } from '../../../platform/http/cursor.ts';
import type { Locale } from '../../../wire/common.ts';
import type { ObjectiveAnswers } from '../../../wire/mastery.ts';
import { requireLearnerOf } from '../../classes/followed.service.ts';

type Item = ObjectiveAnswers['items'][number];

interface Given {
  at: Date;
  /** Of the session, or of an answer alone. */
  id: string;
  round: number;
  answer: Answer;
  outcome: Outcome;
}
interface InSession extends Given {
  editionId: null;
  title: string;
  format: string;
  locale: string;
  planned: PlannedRound;
}
interface Alone extends Given {
  editionId: string;
  lessonId: string;
  questionId: string;
  hint: boolean;
}
interface Asked {
  answerId: string;
  locale: string;
  titles: Localized<string>;
  lesson: Localized<string>;
  planned: PlannedRound;
}
interface Wanted {
  groupId: string;
  userId: string;
  objective: string;
  locale: Locale;
  cursor?: string | undefined;
  limit: number;
}

/** [CLS-1] What a learner of a class answered to an objective, as far as the row policies show it to the caller. */
export function createObjectiveAnswers({ db }: { db: Database }) {
  /** Editions hold keys, so the request role reads none: here they are asked for by answers that the row policies have shown. */
  const readAsked = async (answers: readonly Alone[]): Promise<Map<string, Asked>> => {
    if (answers.length === 0) return new Map();
    const wanted = answers.map(({ id, editionId, lessonId, questionId }) => ({
      answerId: id,
      editionId,
      lessonId,
      questionId,
    }));
    const { rows } = await db.jobs.query<Asked>(askedSql, [JSON.stringify(wanted)]);
    return new Map(rows.map((row) => [row.answerId, row]));
  };

  return {
    async read(
      caller: Caller,
      { groupId, userId, objective, locale, cursor, limit }: Wanted,
    ): Promise<ObjectiveAnswers> {
      const { items, ...read } = await db.asCaller(caller, async (em) => {
        const { learner } = await requireLearnerOf(em, groupId, userId);
        const [known] = await em.execute<(Evidence & { text: string | null })[]>(knownOf, [
          locale,
          userId,
          objective,
        ]);
        const trained = JSON.stringify([objective]);
        const asked = [userId, trained, userId, trained];
        const [seen] = await em.execute<{ count: number }[]>(
          `SELECT count(*)::integer AS count FROM (${givenSql}) one WHERE ${judged}`,
          asked,
        );
        const after = cursor === undefined ? [null, null, null] : decodeCursor(cursor, timeIdAndPlace);
        const rows = await em.execute<(InSession | Alone)[]>(pageSql, [
          ...asked,
          after[0],
          ...after,
          limit + 1,
        ]);
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
          items,
          nextCursor: last && encodeCursor([iso(last.at), last.id, last.round]),
        };
      });
      const asked = await readAsked(items.filter((item) => item.editionId !== null));
      return {
        ...read,
        items: items.flatMap((item) => {
          if (item.editionId === null) return presentPlayed(item, locale);
          const about = asked.get(item.id);
          // gone with its mission since it was read
          return about ? presentAlone(item, about, locale) : [];
        }),
      };
    },
  };
}
export type ObjectiveAnswersService = ReturnType<typeof createObjectiveAnswers>;

const presentPlayed = (given: InSession, locale: Locale): Item => ({
  where: given.format === 'self_paced' ? 'homework' : 'class',
  title: given.title,
  lesson: null,
  ...present(given, given, locale),
  hint: false,
});

const presentAlone = (given: Alone, asked: Asked, locale: Locale): Item => ({
  where: 'alone',
  title: inLocale(asked.titles, locale, asked.locale),
  lesson: inLocale(asked.lesson, locale, asked.locale),
  ...present(given, asked, locale),
  hint: given.hint,
});

function present(
  { at, outcome, answer }: Given,
  { planned, locale: written }: Pick<Asked, 'planned' | 'locale'>,
  locale: Locale,
) {
  const texts = inLocale(planned.texts, locale, written);
  return {
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
const trains = '@> ARRAY(SELECT jsonb_array_elements_text(?::jsonb))';

/** What counts [MST-1]: in sessions the last vote, alone the first answer in a try of its lesson. A cursor tells milliseconds. */
const givenSql = `
  (SELECT DISTINCT ON (a.session_id, a.round) a.session_id AS id, a.round, date_trunc('milliseconds', a.answered_at) AS at, a.answer, a.outcome,
    NULL::uuid AS "editionId", NULL::uuid AS "lessonId", NULL::uuid AS "questionId", false AS hint
  FROM live_participants lp JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
    JOIN live_rounds r ON r.session_id = a.session_id AND r.position = a.round AND r.answered > 0
  WHERE lp.user_id = ? AND r.objectives ${trains}
  ORDER BY a.session_id, a.round, a.vote DESC)
  UNION ALL
  SELECT r.id, 0, date_trunc('milliseconds', r.answered_at), r.answer, r.outcome, r.edition_id, r.lesson_id, r.question_id,
    EXISTS (SELECT 1 FROM mission_hints h
      WHERE h.user_id = r.user_id AND h.lesson_id = r.lesson_id AND h.round = r.round AND h.question_id = r.question_id)
  FROM question_responses r WHERE r.user_id = ? AND r.try = 1 AND r.objectives ${trains}`;

const pageSql = `
SELECT one.*, s.title, s.format, s.snapshot->>'locale' AS locale, s.snapshot->'rounds'->coalesce(s.played[one.round + 1], one.round) AS planned
FROM (${givenSql}) one LEFT JOIN live_sessions s ON s.id = one.id AND one."editionId" IS NULL
WHERE ${judged} AND (?::timestamptz IS NULL OR (one.at, one.id, one.round) < (?::timestamptz, ?::uuid, ?::integer))
ORDER BY one.at DESC, one.id DESC, one.round DESC LIMIT ?`;

const askedSql = `
SELECT w."answerId", e.plan->>'locale' AS locale, e.plan->'titles' AS titles,
  (SELECT lesson->'titles' FROM jsonb_array_elements(e.plan->'lessons') lesson WHERE lesson->>'lessonId' = w."lessonId") AS lesson,
  (SELECT asked FROM jsonb_array_elements(e.plan->'rounds') asked WHERE asked->>'questionId' = w."questionId") AS planned
FROM jsonb_to_recordset($1::jsonb) AS w("answerId" uuid, "editionId" uuid, "lessonId" text, "questionId" text)
  JOIN mission_editions e ON e.id = w."editionId"`;
