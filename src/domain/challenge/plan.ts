import type { AskedQuestion } from '../question/question.ts';
import type { Scoring } from './points.ts';

/** What was fixed when the session was opened: the questions in this run's order, and the rules of play. */
export interface ChallengePlan {
  rounds: readonly AskedQuestion[];
  scoring: Scoring;
  getReadyMs: number;
  standings: 'each' | 'end' | 'off';
  advance: 'manual' | 'auto';
  /** Most players at a time, kicked ones not counted. */
  cap: number;
}

/** All in milliseconds. */
export const timing = {
  /** [ANS-2] what the wire may cost: an answer this long after the deadline counts as given at the deadline. */
  wireAllowance: 250,
  /** [RND-4] how long a dropped player can hold a round open. */
  dropGrace: 10_000,
  /** [HST-2] a reload is quicker than this; a host who is gone longer pauses the session. */
  hostGrace: 4_000,
  /** [HST-2] how long a session waits for its host. */
  hostAbsence: 30 * 60_000,
  /** [DUR-2] how long a recovered round waits for its players before its clock goes on. */
  recovery: 5_000,
  /** Going on by itself: how long reveal and standings are shown. */
  autoReveal: 8_000,
  autoStandings: 5_000,
} as const;
