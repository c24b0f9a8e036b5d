import type {
  HostProgress,
  OwnFinal,
  OwnResult,
  PauseReason,
  Podium,
  QuestionView,
  Reaction,
  Reveal,
  Standings,
} from '../../../src/wire/messages.ts';
import type { TuttiError, TuttiErrorCode } from '../errors.ts';
import type { ConnectionState, Named } from './view.ts';

/**
 * What happens in a class, by name. Where the class stands on entering, and what was missed while the connection was away,
 * is told by the same events: a program that only listens for `question` misses no open question.
 */
export interface ChallengeEvents {
  /** A question comes; `endsAt` is when it opens, on the session's clock. */
  getReady: { round: number; of: number; endsAt: number };
  question: QuestionView;
  /** Too few were right: the class discusses before it votes again, and the key is still hidden. */
  discuss: { question: QuestionView; endsAt: number | null };
  /** The question is closed: the key, the explanation, the spread, and for players the own result. */
  revealed: { question: QuestionView; reveal: Reveal; you: OwnResult | null };
  standings: { standings: Standings; you: OwnResult | null };
  podium: { podium: Podium; you: OwnFinal | null };
  ended: { reason: 'host' | 'finished' | 'abandoned' | null };
  /** The own answer is stored for good. */
  saved: { round: number; vote: number };
  /** The own answer was refused. */
  refused: { round: number; vote: number; code: TuttiErrorCode };
  paused: { reason: PauseReason; remainingMs: number | null };
  resumed: { remainingMs: number | null };
  /** The host gave more time. */
  deadlineMoved: { remainingMs: number };
  /** The host has looked at the own open answer. */
  marked: { round: number; you: OwnResult };
  /** The own team, 0-based. */
  teamed: { team: number };
  /** Hosts and projectors: what players showed since the last time, counted. */
  reactions: { readonly [R in Reaction]?: number };
  /** The host gave this player another name. */
  renamed: { nickname: string };
  /** Who came and went; names for projectors alone. */
  players: { players: number; added: readonly Named[]; removed: readonly string[] };
  /** Hosts and projectors: how many have answered. */
  progress: HostProgress;
  saving: { waiting: boolean };
  connection: ConnectionState;
  /** It is over for this client, and nothing comes after it. */
  closed: TuttiError;
}
export type ChallengeEvent = keyof ChallengeEvents;
