import type { EntityManager } from '@mikro-orm/postgresql';
import type { Answer, Outcome } from '../../../domain/answer/answer.ts';
import { inLocale, type PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { answerInWords } from '../../../domain/challenge/key.ts';
import type { QuestionKind } from '../../../domain/question/question.ts';
import { commonestWrong } from '../../../domain/report/commonest-wrong.ts';
import { discrimination } from '../../../domain/report/discrimination.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { QuestionStatistics } from '../../../wire/records.ts';
import { share } from '../report.facts.ts';

interface AskedRow {
  session_id: string;
  position: number;
  planned: PlannedRound;
  locale: string;
}
interface AnswerRow {
  session_id: string;
  round: number;
  answer: Answer;
  outcome: Outcome;
  response_ms: number;
  /** Share of right answers to the same learner's other questions. */
  rest: number | null;
}

const mostSessions = 50;
const mostAnswers = 20_000;

/** [REP-1] One question over all sessions that the caller may see. */
export function createQuestionStatistics({ db }: { db: Database }) {
  return {
    of: (caller: Caller, questionId: string, locale: Locale): Promise<QuestionStatistics> =>
      db.asCaller(caller, async (em) => {
        const [question] = await em.execute<{ kind: QuestionKind; prompt: string }[]>(
          `SELECT kind, coalesce(i18n #>> ARRAY[?::text, 'prompt'], prompt) AS prompt FROM questions WHERE id = ?`,
          [locale, questionId],
        );
        if (!question) throw new AppError('question/not-found');
        const asked = await em.execute<AskedRow[]>(askedSql, [questionId, mostSessions]);
        const answers = await readAnswers(em, asked);
        return { questionId, ...question, ...statisticsOf(question.kind, asked, answers, locale) };
      }),
  };
}
export type QuestionStatisticsService = ReturnType<typeof createQuestionStatistics>;

function statisticsOf(
  kind: QuestionKind,
  asked: readonly AskedRow[],
  answers: readonly AnswerRow[],
  locale: Locale,
): Omit<QuestionStatistics, 'questionId' | 'kind' | 'prompt'> {
  const byPlace = new Map(asked.map((row) => [`${row.session_id}/${row.position}`, row]));
  const judged = answers.filter(({ outcome }) => outcome !== 'counted' && outcome !== 'unmarked');
  const right = judged.filter(({ outcome }) => outcome === 'right').length;
  const inWords = judged.map((one) => {
    const { planned, locale: written } = byPlace.get(`${one.session_id}/${one.round}`)!;
    return { ...one, words: answerInWords(planned, inLocale(planned.texts, locale, written), one.answer) };
  });
  return {
    sessions: new Set(asked.map(({ session_id }) => session_id)).size,
    answers: answers.length,
    rightShare: share(right, judged.length),
    meanMs: answers.length === 0 ? null : Math.round(meanOf(answers.map(({ response_ms }) => response_ms))),
    // the choices stand in another order in each session: what was picked is told apart by its words
    commonestWrong: commonestWrong(kind === 'multiple_choice' ? 'fill_blank' : kind, inWords),
    discrimination: discrimination(
      judged.flatMap(({ outcome, rest }) => (rest === null ? [] : [{ right: outcome === 'right', rest }])),
    ),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const askedSql = `
  SELECT r.session_id, r.position, s.snapshot->'rounds'->(coalesce(s.played[r.position + 1], r.position)) AS planned, s.snapshot->>'locale' AS locale
  FROM live_rounds r JOIN live_sessions s ON s.id = r.session_id
  WHERE r.question_id = ? AND r.answered > 0 AND s.format NOT IN ('group_mission', 'ghost', 'practice') ORDER BY s.ended_at DESC, s.id LIMIT ?`;

function readAnswers(em: EntityManager, asked: readonly AskedRow[]): Promise<AnswerRow[]> {
  const places = asked.map(({ session_id, position }) => ({ session_id, position }));
  return em.execute<AnswerRow[]>(
    `WITH asked AS (SELECT * FROM jsonb_to_recordset(?::jsonb) AS p(session_id uuid, position smallint)),
     last AS (SELECT DISTINCT ON (a.session_id, a.participant_id, a.round) a.session_id, a.participant_id, a.round, a.answer, a.outcome, a.response_ms
       FROM live_answers a WHERE a.session_id IN (SELECT session_id FROM asked) ORDER BY a.session_id, a.participant_id, a.round, a.vote DESC),
     whole AS (SELECT session_id, participant_id, count(*) AS judged, count(*) FILTER (WHERE outcome = 'right') AS hits
       FROM last WHERE outcome IN ('right', 'partly', 'wrong') GROUP BY session_id, participant_id)
     SELECT l.session_id, l.round, l.answer, l.outcome, l.response_ms,
       (w.hits - (l.outcome = 'right')::integer)::float / nullif(w.judged - 1, 0) AS rest
     FROM last l JOIN asked k ON k.session_id = l.session_id AND k.position = l.round
     LEFT JOIN whole w ON w.session_id = l.session_id AND w.participant_id = l.participant_id
     LIMIT ?`,
    [JSON.stringify(places), mostAnswers],
  );
}
