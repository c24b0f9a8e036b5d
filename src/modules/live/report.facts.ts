import type { Answer, Outcome } from '../../domain/answer/answer.ts';
import type { ClassPlan } from '../../domain/challenge/class-plan.ts';
import type { Stake } from '../../domain/challenge/points.ts';
import type { SessionReport } from '../../wire/report.ts';
import type { SessionSummary } from '../../wire/session.ts';

/** What the projection of a session's log says, row by row. */
export interface ReportFacts {
  session: SessionSummary;
  /** With the rounds in the order in which they were played. */
  plan: ClassPlan;
  rounds: {
    position: number;
    answered: number;
    correct: number;
    mean_ms: number | null;
    spread: number[];
    texts: { text: string; count: number }[];
    first_vote: { answered: number; right: number; spread: number[] } | null;
  }[];
  participants: {
    id: string;
    nickname: string;
    score: number;
    correct_count: number;
    answered_count: number;
    final_rank: number | null;
    joined_in_round: number;
    left_in_round: number | null;
    team: number | null;
    kicked: boolean;
  }[];
  answers: AnswerFact[];
  /** [REP-4] Of the class of a homework; null for any other session. */
  notBegun: SessionReport['notBegun'];
}

export interface AnswerFact {
  round: number;
  participant_id: string;
  vote: number;
  answer: Answer;
  outcome: Outcome;
  stake: Stake | null;
  response_ms: number;
  points: number;
}

export type RoundFact = ReportFacts['rounds'][number];

/** An answer that counts: the last vote, and what the first one was. */
export interface CountedAnswer extends AnswerFact {
  words: string;
  firstOutcome: Outcome | null;
}

export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
