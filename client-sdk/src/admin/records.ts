import type { Locale } from '../../../src/wire/common.ts';
import type { SessionReceipts } from '../../../src/wire/receipts.ts';
import type { ClassReport, LearnerReport, Mistake, QuestionStatistics } from '../../../src/wire/records.ts';
import type { Replay, ReplayRound } from '../../../src/wire/replay.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type { SessionReceipts } from '../../../src/wire/receipts.ts';
export type { ClassReport, LearnerReport, Mistake, QuestionStatistics } from '../../../src/wire/records.ts';
export type {
  Replay,
  ReplayAnswer,
  ReplayMark,
  ReplayQuestion,
  ReplayRound,
  ReplayStandings,
} from '../../../src/wire/replay.ts';

interface InLanguage {
  locale?: Locale;
}

export type Records = ReturnType<typeof createRecords>;

/** What stays of sessions: classes and learners over time, questions, own mistakes. Rejects with a `TuttiError`. */
export function createRecords(tutti: Tutti) {
  const get = <T>(path: string, query: object = {}) =>
    tutti.request<T>('GET', path, { query: { locale: tutti.locale, ...query } });
  const part = encodeURIComponent;

  return {
    /** The newest fifty sessions of a class, for its teachers. */
    ofClass: (classId: string, options: InLanguage = {}) =>
      get<ClassReport>(`/classes/${part(classId)}/report`, options),
    ofLearner: (classId: string, userId: string, options: InLanguage = {}) =>
      get<LearnerReport>(`/classes/${part(classId)}/students/${part(userId)}/report`, options),
    ofQuestion: (questionId: string, options: InLanguage = {}) =>
      get<QuestionStatistics>(`/questions/${part(questionId)}/statistics`, options),
    /** A learner's own. */
    mistakes: (query: PageQuery & InLanguage = {}) => get<Page<Mistake>>('/me/mistakes', query),
    /** [REP-2] A learner's own, by session; `limit` (1–20, default 10) counts sessions. */
    receipts: (query: PageQuery = {}) =>
      tutti.request<Page<SessionReceipts>>('GET', '/me/receipts', { query: { ...query } }),
    /** [REP-3] A class that has ended, as a timeline. Rejects with `replay/own-pace` for homework. */
    replay: (sessionId: string, options: InLanguage = {}) =>
      get<Replay>(`/sessions/${part(sessionId)}/replay`, options),
    /** The answers to one of its questions as they came, and the standings after it. */
    replayRound: (sessionId: string, round: number) =>
      tutti.request<ReplayRound>('GET', `/sessions/${part(sessionId)}/replay/rounds/${round}`),
    /** With everything of it; it is over, or still a lobby. */
    deleteSession: (sessionId: string) => tutti.request<void>('DELETE', `/sessions/${part(sessionId)}`),
  };
}
