/**
 * The closed set of room messages. No zod here: the SDK's game entry takes these names and types and stays small.
 * Times are whole milliseconds on the session's own clock (`at` is its reading when the message was made).
 */
import type { Answer, Outcome } from '../domain/answer/answer.ts';
import type { AwardKind } from '../domain/challenge/awards.ts';
import type { HostVerb } from '../domain/challenge/commands.ts';
import type { EndReason, PauseReason } from '../domain/challenge/events.ts';
import type { Key } from '../domain/challenge/key.ts';
import type { ClassFormat } from '../domain/challenge/plan.ts';
import type { Scoring, Stake } from '../domain/challenge/points.ts';
import type { ShownQuestion } from '../domain/challenge/shown.ts';
import type { RoundOutcome } from '../domain/challenge/state.ts';
import type { Point, Polygon, QuestionKind } from '../domain/question/question.ts';
import type { RaceSoFar } from '../domain/self-paced/race.ts';
import type { HostAudience, Made, NameReview, PeopleVerb, SecondFactor } from './joining.ts';

export const roomName = 'class_challenge';

/** Client → server, plain messages. */
export const clientMessages = [
  'submitAnswer',
  'chooseTeam',
  'react',
  'next',
  'readClock',
  'hostCommand',
] as const;
export type ClientMessage = (typeof clientMessages)[number];

/** Server → client. */
export const serverMessages = [
  'welcome',
  'lobbyChanged',
  'getReady',
  'roundOpened',
  'answerSaved',
  'answerRefused',
  'discuss',
  'roundClosed',
  'marked',
  'teamed',
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
  'hostRounds',
  'reactions',
  'saving',
  'secondFactor',
  'reactionsMuted',
  'nameReviewed',
  'hostAudience',
  'race',
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
  parked: 4110,
  movedGroup: 4111,
} as const;

export type Role = 'player' | 'host' | 'projector' | 'spectator';
export type PhaseName =
  | 'lobby'
  | 'get_ready'
  | 'question'
  | 'discuss'
  | 'reveal'
  | 'standings'
  | 'podium'
  | 'ended';
export type {
  Answer,
  AwardKind,
  ClassFormat,
  EndReason,
  Key,
  PauseReason,
  Point,
  Polygon,
  QuestionKind,
  RaceSoFar,
  Scoring,
  Stake,
};

/** Client → server: the answer to the open question; `answerId` is made by the client. */
export interface SubmitAnswer {
  round: number;
  vote: number;
  answerId: string;
  answer: Answer;
  /** How sure the learner is, where the session scores by it; `low` when it is left out. */
  stake?: Stake | undefined;
}

/** What a player can show without words. */
export const reactions = ['clap', 'heart', 'wow', 'think', 'help'] as const;
export type Reaction = (typeof reactions)[number];

/** Client → server, hosts only. `id` comes back in `commandDone` or `commandRefused`. */
export interface HostCommandMessage {
  id: string;
  command: HostCommand;
}
/** `next` names the step that the host saw: a second press of the same button does nothing. */
export type HostCommand =
  | HostVerb
  | PeopleVerb
  | { verb: 'rename'; participantId: string; nickname: string }
  /** `participantId` left out: everybody's. */
  | { verb: 'muteReactions'; muted: boolean; participantId?: string | undefined };

export interface QuestionView extends ShownQuestion {
  round: number;
  of: number;
  vote: number;
  openedAt: number;
  closesAt: number | null;
}

export interface Reveal {
  round: number;
  of: number;
  vote: number;
  key: Key;
  explanation: string;
  /** By listed thing: how often it was picked, its partner found, or (ordering) its place was right. */
  spread: number[];
  given: Given;
  answered: number;
  right: number;
  /** [RVL-3] What the first of two votes said. */
  first: FirstVote | null;
}

/** What was written, commonest first, or where was pointed; both empty for other kinds. Never more than can be shown. */
export interface Given {
  texts: { text: string; count: number }[];
  spots: Point[];
}

export interface FirstVote {
  answered: number;
  right: number;
  spread: number[];
  /** Share of those who were wrong at first and right at last: (after − before) / (1 − before); null when all were right. */
  gain: number | null;
}

/** What only one player learns at the reveal. */
export interface OwnResult {
  outcome: Outcome | 'none';
  /** null: none was given. */
  answer: Answer | null;
  /** How sure the player was; absent where the session does not ask for it. */
  stake?: Stake | undefined;
  /** With the bonus; below 0 when a high stake was lost. */
  points: number;
  /** What of the points is for right answers in a row. */
  bonus: number;
  /** Survival: how often this player may still miss. */
  hearts: number | null;
  score: number;
  streak: number;
  rank: number;
  players: number;
  /** Points that are missing to the next better rank; 0 for the first. */
  toNext: number;
}

/** `avatar`: the id of what a learner wears who plays under an account, with its picture at `/avatars/<id>`; absent for guests. */
export interface Face {
  nickname: string;
  avatar?: string | undefined;
}
export interface StandingRow extends Face {
  rank: number;
  score: number;
}
export interface TeamRow {
  /** 0-based; a name and a shape belong to each. */
  team: number;
  rank: number;
  players: number;
  /** The mean of its members' points. */
  score: number;
}
export interface Standings {
  round: number;
  of: number;
  top: StandingRow[];
  /** Empty outside team mode. */
  teams: TeamRow[];
}
export interface Podium {
  places: StandingRow[];
  teams: TeamRow[];
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
  /** [REP-4] Homework: how each question went; null in a class, where nobody looks back alone. */
  outcomes: RoundOutcome[] | null;
}

/** [PTS-5] `team`: absent where nobody plays in one, and before one is chosen. */
export interface LobbyName extends Face {
  participantId: string;
  team?: number | undefined;
}

/** The phase with all that the receiver may see of it. */
export type PhaseView =
  | { name: 'lobby' }
  | { name: 'get_ready'; round: number; of: number; endsAt: number }
  /** `stake`: how sure the player was; absent where the session does not ask for it. */
  | { name: 'question'; question: QuestionView; answered: Answer | null; stake?: Stake | undefined }
  | {
      name: 'discuss';
      question: QuestionView;
      answered: Answer | null;
      stake?: Stake | undefined;
      endsAt: number | null;
    }
  | { name: 'reveal'; question: QuestionView; reveal: Reveal; you: OwnResult | null }
  | { name: 'standings'; standings: Standings; you: OwnResult | null }
  | { name: 'podium'; podium: Podium; you: OwnFinal | null }
  | { name: 'ended' };

export interface SessionOptions {
  locked: boolean;
  advance: 'manual' | 'auto';
  standings: 'each' | 'end' | 'off';
  /** Nobody's reactions are shown. */
  reactionsMuted: boolean;
}

/** How this session is played. */
export interface SessionRules {
  format: ClassFormat;
  scoring: Scoring;
  teams: number;
  chooseTeams: boolean;
  changeAnswers: boolean;
  streakBonus: boolean;
  /** [HST-4] The players are pretend ones. */
  rehearsal: boolean;
  /** Questions have a clock; false where everybody takes the time that is needed. */
  timed: boolean;
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
  team: number | null;
  hearts: number | null;
  /** [PTS-3] Nobody but hosts sees it. */
  timeFactor: number;
  /** Plays under an account: the time can be kept. */
  account: boolean;
  reactionsMuted: boolean;
  /** What was written as an open text, for the host to mark; null for other kinds. */
  text: { text: string; outcome: Outcome } | null;
}
/** Per round, for the host's run of questions. */
export interface RoundSummary {
  round: number;
  kind: QuestionKind;
  prompt: string;
  /** null until the round was closed, and where nothing is right. */
  rightShare: number | null;
}

/** What players are told of themselves. */
export interface You extends Face {
  participantId: string;
  score: number;
  rank: number;
  /** The name that the player asked for, as long as the host has not said yes. */
  review: NameReview | null;
  team: number | null;
  hearts: number | null;
  /** The own signs are hidden: by the host, alone or with everybody's. */
  reactionsMuted: boolean;
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
  rules: SessionRules;
  /** Players only. */
  you: You | null;
  /** Hosts and projectors only. */
  pin: string | null;
  /** Hosts and projectors only, where the session asks for it. */
  secondFactor: SecondFactor | null;
  /** Projector: nicknames in the lobby. Host: see `host`. */
  names: LobbyName[] | null;
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
  /** How often each listed thing was picked so far; hosts only, null for projectors. */
  spread: number[] | null;
  /** What was written so far; hosts only. */
  given: Given | null;
  /** [RVL-3] How many were right, once a vote is over; hosts only. */
  firstRight: number | null;
  at: number;
}

/** Server → client payloads, by name. `step` grows with every move of the phase. */
export interface ServerPayloads {
  welcome: Welcome;
  /** At most once a second; `names` for the projector: the whole list never travels again. */
  lobbyChanged: {
    players: number;
    added: LobbyName[] | null;
    removed: string[] | null;
  };
  getReady: { round: number; of: number; endsAt: number; at: number; step: number };
  roundOpened: { question: QuestionView; at: number; step: number };
  answerSaved: { round: number; vote: number };
  answerRefused: { answerId: string; round: number; code: string };
  discuss: { round: number; of: number; endsAt: number | null; at: number; step: number };
  /** The host has looked at the own open answer. */
  marked: { round: number; you: OwnResult };
  teamed: { team: number };
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
  /** The rounds have another order now. */
  hostRounds: { of: number; rounds: RoundSummary[] };
  /** Since the last such message; hosts and projectors. */
  reactions: { [R in Reaction]?: number };
  /** The server cannot store right now: answers wait, nothing is lost. */
  /** [DUR-4] `at`: since when the clock stands, or goes on. */
  saving: { waiting: boolean; at: number };
  /** Hosts and projectors only: the next row. */
  secondFactor: SecondFactor;
  /** To the player; null: the name by which the player goes is settled. */
  /** Whether this player's signs are hidden, alone or with everybody's. */
  reactionsMuted: { muted: boolean };
  nameReviewed: { review: NameReview | null };
  /** Hosts only. */
  hostAudience: HostAudience;
  /** [REP-3] To whoever races, after the welcome and after each question. */
  race: RaceSoFar;
}
