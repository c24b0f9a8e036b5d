/**
 * The closed set of room messages. No zod here: the SDK's game entry takes these names and types and stays small.
 * Times are whole milliseconds on the session's own clock (`at` is its reading when the message was made).
 */
import type { AwardKind } from '../domain/challenge/awards.ts';
import type { HostVerb } from '../domain/challenge/commands.ts';
import type { EndReason, PauseReason } from '../domain/challenge/events.ts';
import type { QuestionKind } from '../domain/question/question.ts';
import type { HostAudience, Made, NameReview, PeopleVerb, SecondFactor } from './joining.ts';

export const roomName = 'class_challenge';

/** Client → server, plain messages. */
export const clientMessages = ['submitAnswer', 'readClock', 'hostCommand'] as const;
export type ClientMessage = (typeof clientMessages)[number];

/** Server → client. */
export const serverMessages = [
  'welcome',
  'lobbyChanged',
  'getReady',
  'roundOpened',
  'answerSaved',
  'answerRefused',
  'roundClosed',
  'standings',
  'podium',
  'paused',
  'resumed',
  'deadlineMoved',
  'renamed',
  'sessionEnded',
  'clock',
  'commandDone',
  'commandRefused',
  'hostProgress',
  'hostPlayers',
  'hostOptions',
  'saving',
  'secondFactor',
  'nameReviewed',
  'hostAudience',
] as const;
export type ServerMessage = (typeof serverMessages)[number];

/** Close codes of our own (below 4100 belongs to Colyseus). */
export const closeCodes = {
  kicked: 4100,
  replaced: 4101,
  ended: 4102,
  moved: 4103,
  full: 4105,
  signedOut: 4106,
  notAllowed: 4107,
  dailyMinutes: 4108,
  coHostEnded: 4109,
} as const;

export type Role = 'player' | 'host' | 'projector' | 'spectator';
export type PhaseName = 'lobby' | 'get_ready' | 'question' | 'reveal' | 'standings' | 'podium' | 'ended';
export type { AwardKind, EndReason, PauseReason };

/** Client → server: the answer to the open question. `choices` are positions, 0-based; `answerId` is made by the client. */
export interface SubmitAnswer {
  round: number;
  vote: number;
  answerId: string;
  choices: number[];
}

/** Client → server, hosts only. `id` comes back in `commandDone` or `commandRefused`. */
export interface HostCommandMessage {
  id: string;
  command: HostCommand;
}
/** `next` names the step that the host saw: a second press of the same button does nothing. */
export type HostCommand = HostVerb | PeopleVerb | { verb: 'rename'; participantId: string; nickname: string };

export interface QuestionView {
  round: number;
  of: number;
  vote: number;
  kind: QuestionKind;
  prompt: string;
  choices: string[];
  /** How many choices are to be picked. */
  pick: number;
  points: number;
  timeLimitMs: number;
  openedAt: number;
  closesAt: number;
}

export interface Reveal {
  round: number;
  of: number;
  vote: number;
  /** Positions of the right choices. */
  key: number[];
  explanation: string;
  /** How often each choice was picked. */
  spread: number[];
  answered: number;
  right: number;
}

/** What only one player learns at the reveal. */
export interface OwnResult {
  /** null: no answer was given. */
  outcome: 'right' | 'partly' | 'wrong' | 'none';
  choices: number[];
  points: number;
  score: number;
  streak: number;
  rank: number;
  players: number;
  /** Points that are missing to the next better rank; 0 for the first. */
  toNext: number;
}

export interface StandingRow {
  rank: number;
  nickname: string;
  score: number;
}
export interface Standings {
  round: number;
  of: number;
  top: StandingRow[];
}
export interface Podium {
  places: StandingRow[];
  awards: { kind: AwardKind; nickname: string; value: number }[];
  /** The three hardest questions, hardest first. */
  hardest: { round: number; prompt: string; answer: string; rightShare: number }[];
}
export interface OwnFinal {
  rank: number;
  players: number;
  score: number;
  right: number;
  answered: number;
  bestStreak: number;
}

/** The phase with all that the receiver may see of it. */
export type PhaseView =
  | { name: 'lobby' }
  | { name: 'get_ready'; round: number; of: number; endsAt: number }
  | { name: 'question'; question: QuestionView; answered: number[] | null }
  | { name: 'reveal'; question: QuestionView; reveal: Reveal; you: OwnResult | null }
  | { name: 'standings'; standings: Standings; you: OwnResult | null }
  | { name: 'podium'; podium: Podium; you: OwnFinal | null }
  | { name: 'ended' };

export interface SessionOptions {
  locked: boolean;
  advance: 'manual' | 'auto';
}
export interface HostPlayer {
  participantId: string;
  nickname: string;
  connected: boolean;
  answered: boolean;
  score: number;
  rank: number;
  /** Two or more wrong (or missing) answers in a row. */
  struggling: boolean;
  kicked: boolean;
  /** The name that waits for the host's word; others see `nickname`. */
  review: NameReview | null;
}
/** Per round, for the host's run of questions. */
export interface RoundSummary {
  round: number;
  prompt: string;
  /** null until the round was closed. */
  rightShare: number | null;
}

/** The first message to everyone who enters or comes back; after it nothing else is needed to draw the screen. */
export interface Welcome {
  role: Role;
  sessionId: string;
  title: string;
  locale: string;
  of: number;
  at: number;
  step: number;
  phase: PhaseView;
  /** Set while the clock stands; `remainingMs` is what the deadline will have when it goes on. */
  paused: { reason: PauseReason; remainingMs: number | null } | null;
  players: number;
  /** Players only. */
  you: {
    participantId: string;
    nickname: string;
    score: number;
    rank: number;
    /** The name that the player asked for, as long as the host has not said yes. */
    review: NameReview | null;
  } | null;
  /** Hosts and projectors only. */
  pin: string | null;
  /** Hosts and projectors only, where the session asks for it. */
  secondFactor: SecondFactor | null;
  /** Projector: nicknames in the lobby. Host: see `host`. */
  names: { participantId: string; nickname: string }[] | null;
  host: {
    options: SessionOptions;
    players: HostPlayer[];
    rounds: RoundSummary[];
    progress: HostProgress;
    audience: HostAudience;
  } | null;
}

export interface HostProgress {
  round: number;
  answered: number;
  connected: number;
  /** How often each choice was picked so far; hosts only, null for projectors. */
  spread: number[] | null;
  at: number;
}

/** Server → client payloads, by name. `step` grows with every move of the phase. */
export interface ServerPayloads {
  welcome: Welcome;
  /** At most once a second; `names` for the projector: the whole list never travels again. */
  lobbyChanged: {
    players: number;
    added: { participantId: string; nickname: string }[] | null;
    removed: string[] | null;
  };
  getReady: { round: number; of: number; endsAt: number; at: number; step: number };
  roundOpened: { question: QuestionView; at: number; step: number };
  answerSaved: { round: number; vote: number };
  answerRefused: { answerId: string; round: number; code: string };
  /** Two parts so that the common one is encoded once for all: [for everyone, for you]. */
  roundClosed: [{ reveal: Reveal; at: number; step: number }, OwnResult | null];
  standings: { standings: Standings; at: number; step: number };
  podium: [{ podium: Podium; at: number; step: number }, OwnFinal | null];
  paused: { reason: PauseReason; remainingMs: number | null; at: number };
  resumed: { deadline: number | null; at: number };
  deadlineMoved: { deadline: number; at: number };
  renamed: { nickname: string };
  sessionEnded: { reason: EndReason };
  clock: { id: number; at: number };
  commandDone: { id: string; made?: Made };
  commandRefused: { id: string; code: string };
  hostProgress: HostProgress;
  hostPlayers: { changed: HostPlayer[]; removed: string[] };
  hostOptions: SessionOptions;
  /** The server cannot store right now: answers wait, nothing is lost. */
  /** [DUR-4] `at`: since when the clock stands, or goes on. */
  saving: { waiting: boolean; at: number };
  /** Hosts and projectors only: the next row. */
  secondFactor: SecondFactor;
  /** To the player; null: the name by which the player goes is settled. */
  nameReviewed: { review: NameReview | null };
  /** Hosts only. */
  hostAudience: HostAudience;
}
