import type { MissionPreview, MissionSummary, Topic } from '../../src/wire/catalog.ts';
import type { Locale } from '../../src/wire/common.ts';
import type { Me, SignedIn } from '../../src/wire/identity.ts';
import type { PinPreview, SessionSettings, SessionSummary } from '../../src/wire/session.ts';
import type {
  HostChallenge,
  PlayerChallenge,
  ProjectorChallenge,
  SpectatorChallenge,
} from './challenge/challenge.types.ts';

/** One of a mission's questions that a class plays; what is left out is as the mission or the session says. */
export interface ChosenQuestion {
  questionId: string;
  /** Time to answer, 5–300. */
  seconds?: number | null;
  /** Points for a right answer, where the session's scoring is `custom`. */
  worth?: number | null;
}

export interface TuttiOptions {
  /** Where the server is, e.g. `http://192.168.1.20:2567`. Default: where the page came from. */
  url?: string;
  /** The language in which questions and missions are wanted. Default: `en`. */
  locale?: Locale;
}

export interface Page<T> {
  items: T[];
  /** Goes into `cursor` of the next query; null on the last page. */
  nextCursor: string | null;
}
/** By e-mail or by username. */
export type Credentials = ({ email: string } | { login: string }) & {
  password: string;
  /** Slug; default: the organization that was there first. */
  organization?: string;
  keep?: 'cookie' | 'body';
};
export interface PageQuery {
  cursor?: string;
  /** 1–100, default 25. */
  limit?: number;
}
export interface MissionQuery extends PageQuery {
  /** Slug of a topic. */
  topic?: string;
  search?: string;
  /** Missions that a class answers one by one (default), or those for groups. */
  for?: 'class' | 'groups';
  locale?: Locale;
  /** Only these, at most 100. */
  ids?: readonly string[];
}
export interface SessionQuery extends PageQuery {
  status?: 'open' | 'over';
  /** Those of one class, whoever of its teachers led them. */
  groupId?: string;
}
export type Query = Record<string, string | number | undefined>;
export interface RequestOptions {
  query?: Query;
  body?: unknown;
  idempotencyKey?: string;
  /** For routes that ask for nobody: no token is sent, so none that has ended can stand in the way. */
  anonymous?: boolean;
}
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CoHostSession {
  sessionId: string;
  title: string;
  settings: SessionSettings;
}

export interface JoinEntry {
  pin: string;
  locale?: Locale;
  /**
   * Where `previewPin()` says `secondFactor`: the row of shapes on the big screen, 0 triangle, 1 diamond, 2 circle, 3 square, 4 star,
   * 5 hexagon. It changes every 10 s; the one before is taken, too. Refusals: `join/second-factor-required`, `join/second-factor-wrong`.
   */
  shapes?: readonly number[] | undefined;
}

/** A connection to one Tutti server. Every method rejects with a `TuttiError`. */
export interface Tutti {
  readonly url: string;
  locale: Locale;

  /** Is there a class behind this PIN, and which names are free? */
  previewPin(pin: string): Promise<PinPreview>;
  /** Enters a class as a player; resolves when the class has let the player in. */
  join(entry: JoinEntry & { nickname: string }): Promise<PlayerChallenge>;
  /** Enters a class under the account that is signed in; rejects with `consent/required` where a grown-up has not allowed it. */
  joinAsMyself(entry: JoinEntry): Promise<PlayerChallenge>;
  /** The same player again, after a reload or on another page; in the language of before, or in another one. */
  resume(resumeToken: string, options?: { locale?: Locale }): Promise<PlayerChallenge>;
  /** The same player from another device, with the code of `host.makeReturnCode()`; the old device is out with `challenge/replaced`. */
  comeBack(entry: { pin: string; code: string; locale?: Locale }): Promise<PlayerChallenge>;
  /** Watches without playing, where the session allows it (`previewPin()` says `spectators`); rejects with `join/no-spectators`. */
  watch(entry: JoinEntry): Promise<SpectatorChallenge>;
  watchAgain(watchToken: string, options?: { locale?: Locale }): Promise<SpectatorChallenge>;
  /** Opens the link of a co-host; it works once. The token leads to the session until it ends: keep it. */
  acceptCoHost(linkToken: string): Promise<{ token: string } & CoHostSession>;
  /** The host's seat of a co-host, without signing in. */
  coHost(token: string): Promise<{ challenge: HostChallenge; sessionId: string; settings: SessionSettings }>;

  /** Who is signed in. A new object on every change. */
  readonly me: Me | null;
  /** Calls `listener` whenever `me` has changed, also when the account was signed out elsewhere. */
  onMe(listener: (me: Me | null) => void): () => void;
  /**
   * `keep: 'cookie'` leaves the refresh token to the browser, so that `restore()` works after a reload;
   * `'body'` keeps it in memory. Default: cookie on pages of the server itself, else body.
   * An account with a second factor is refused with `auth/second-factor-required`; the error's `challenge` goes back with the code.
   */
  signIn(credentials: Credentials): Promise<Me>;
  /** Signs in again from what the browser kept; null when there is nothing, or it is too old. */
  restore(): Promise<Me | null>;
  signOut(): Promise<void>;
  /** Asks the server anew who is signed in: consents, roles and the like change there. */
  readMe(): Promise<Me>;
  /** Changes the own name or language. */
  saveProfile(profile: { displayName?: string; locale?: Locale }): Promise<Me>;

  topics(): Promise<Topic[]>;
  missions(query?: MissionQuery): Promise<Page<MissionSummary>>;
  /** With the keys: for staff only. */
  mission(id: string, query?: { locale?: Locale }): Promise<MissionPreview>;

  /**
   * Opens a class for the mission; what `settings` leaves out has its default. `forClass`: the id of a class that the caller teaches.
   * `questions`: only these, in this order; left out, all of the mission.
   */
  openSession(
    missionId: string,
    settings?: Partial<SessionSettings>,
    forClass?: string | null,
    questions?: readonly ChosenQuestion[] | null,
  ): Promise<SessionSummary>;
  sessions(query?: SessionQuery): Promise<Page<SessionSummary>>;
  session(id: string): Promise<SessionSummary>;
  host(sessionId: string): Promise<HostChallenge>;
  project(sessionId: string): Promise<ProjectorChallenge>;

  /** Takes what set-up, an invitation or a reset gave back as the signed-in account. */
  acceptSignIn(signedIn: SignedIn): Me;

  /** Any route below `/api/v1`, with the account's token when someone is signed in. A reply without a body gives undefined. */
  request<T>(method: HttpMethod, path: string, options?: RequestOptions): Promise<T>;
  /** The same for a file, e.g. a report as CSV. */
  download(path: string, query?: Query): Promise<Blob>;
  /** A fresh access token for other connections; rejects with `auth/required` when nobody is signed in. */
  accessToken(): Promise<string>;
}
