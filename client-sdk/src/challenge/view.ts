import type { HostAudience, SecondFactor } from '../../../src/wire/joining.ts';
import type {
  Answer,
  HostPlayer,
  HostProgress,
  LobbyName,
  PauseReason,
  PhaseView,
  RaceSoFar,
  Role,
  RoundSummary,
  SessionOptions,
  SessionRules,
  Stake,
  Welcome,
} from '../../../src/wire/messages.ts';
import type { TuttiErrorCode } from '../errors.ts';

export type ConnectionState = 'connected' | 'reconnecting' | 'closed';

export interface Named {
  participantId: string;
  nickname: string;
}

/** The own answer to the question that is or was open last. */
export interface OwnAnswer {
  round: number;
  vote: number;
  answer: Answer;
  stake?: Stake | undefined;
  /** `sending` also while the connection is away; `saved`: it survives even a crash of the server. */
  status: 'sending' | 'saved' | 'refused';
  /** Why it was refused. */
  code: TuttiErrorCode | null;
}

/** All there is to draw. A snapshot is never changed: each change makes a new one, so `===` tells whether to draw again. */
export interface ChallengeView {
  readonly connection: ConnectionState;
  /** Why the class is over for this client; null while it goes on. */
  readonly closed: TuttiErrorCode | null;
  readonly role: Role;
  readonly sessionId: string;
  readonly title: string;
  readonly locale: string;
  /** How many questions the class plays. */
  readonly of: number;
  /** Grows with every move of the phase. */
  readonly step: number;
  readonly phase: PhaseView;
  /** Set while the clock stands; `remainingMs` is what will be left when it goes on. */
  readonly paused: { readonly reason: PauseReason; readonly remainingMs: number | null } | null;
  /** How many players are in the class. */
  readonly players: number;
  /** How the session is played. */
  readonly rules: SessionRules;
  /** Why the class ended; null before, or when it had ended before this client came. */
  readonly ended: 'host' | 'finished' | 'abandoned' | null;
  /** The server cannot store right now: answers wait, nothing is lost. */
  readonly saving: boolean;
  /** Players only. */
  readonly you: Readonly<NonNullable<Welcome['you']>> | null;
  /** Players only. */
  readonly answer: OwnAnswer | null;
  /** [REP-3] Whoever races against an earlier run: how far both are. */
  readonly race: RaceSoFar | null;
  /** Hosts and projectors only. */
  readonly pin: string | null;
  /** Hosts and projectors only, where the session asks for it: the row of shapes that lets in right now. */
  readonly secondFactor: SecondFactor | null;
  /** Projectors only: who is in the lobby. */
  readonly names: readonly LobbyName[] | null;
  /** Hosts and projectors only; `spread` for hosts alone. */
  readonly progress: HostProgress | null;
  /** Hosts only. */
  readonly host: {
    readonly options: SessionOptions;
    readonly players: readonly HostPlayer[];
    readonly rounds: readonly RoundSummary[];
    /** Who is there besides the players. */
    readonly audience: HostAudience;
  } | null;
}
