import type { AskedQuestion } from '../question/question.ts';
import type { Scoring } from './points.ts';

export type ClassFormat = 'challenge' | 'team' | 'survival' | 'self_paced';

/** What was fixed when the session was opened: the questions in this run's order, and the rules of play. */
export interface ChallengePlan {
  rounds: readonly AskedQuestion[];
  format: ClassFormat;
  scoring: Scoring;
  streakBonus: boolean;
  /** How many teams play; 0 outside team mode. */
  teams: number;
  /** Players choose their team; otherwise they are spread evenly as they come. */
  chooseTeams: boolean;
  /** [RVL-3] Below this share of right answers the class may discuss and vote again; null: never. */
  revoteBelow: number | null;
  /** [ANS-3] The last answer before the deadline counts instead of the first. */
  changeAnswers: boolean;
  getReadyMs: number;
  standings: 'each' | 'end' | 'off';
  advance: 'manual' | 'auto';
  /** Most players at a time, kicked ones not counted. */
  cap: number;
}

/** Survival: so many questions can a player miss; whoever has no heart left plays on without points. */
export const heartsAtStart = 3;

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
  /** [RVL-3] Going on by itself: how long the class discusses. */
  autoDiscuss: 30_000,
} as const;
