import type { MissionPreview, MissionSummary, Topic } from '../../src/wire/catalog.ts';
import type { Locale } from '../../src/wire/common.ts';
import type { Me, SignedIn } from '../../src/wire/identity.ts';
import type { SessionReceipts } from '../../src/wire/receipts.ts';
import type {
  CoHostSeat,
  Joined,
  PinPreview,
  Seat,
  SessionSettings,
  SessionSummary,
  Watching,
} from '../../src/wire/session.ts';
import { Account, isRefusal } from './account.ts';
import { callApi, jsonOf } from './api.ts';
import { LiveHostChallenge } from './challenge/host-challenge.ts';
import { LiveChallenge } from './challenge/live-challenge.ts';
import { LivePlayerChallenge } from './challenge/player-challenge.ts';
import { LiveSpectatorChallenge } from './challenge/spectator-challenge.ts';
import { TuttiError } from './errors.ts';
import { newId } from './ids.ts';
import type {
  ChosenQuestion,
  Credentials,
  HttpMethod,
  JoinEntry,
  MissionQuery,
  Page,
  Query,
  RequestOptions,
  SessionQuery,
  Tutti,
  TuttiOptions,
} from './tutti.types.ts';

/** A connection to the Tutti server at `url`. Nothing is sent before the first call. */
export function createTutti(options: TuttiOptions = {}): Tutti {
  return new TuttiClient(options);
}

class TuttiClient implements Tutti {
  readonly url: string;
  locale: Locale;
  private readonly account: Account;

  constructor({ url = globalThis.location?.origin, locale = 'en' }: TuttiOptions) {
    if (!url) throw new TypeError('createTutti() needs a url outside of a browser.');
    this.url = url.replace(/\/+$/, '');
    this.locale = locale;
    this.account = new Account(this.url);
  }

  previewPin(pin: string) {
    return this.open<PinPreview>('GET', '/join', { query: { pin, locale: this.locale } });
  }

  async join({ locale = this.locale, ...entry }: JoinEntry & { nickname: string }) {
    return this.play(await this.open<Joined>('POST', '/join', { body: { ...entry, locale } }), locale);
  }

  async joinAsMyself({ locale = this.locale, ...entry }: JoinEntry) {
    await this.accessToken();
    return this.play(await this.request<Joined>('POST', '/join', { body: { ...entry, locale } }), locale);
  }

  async resume(resumeToken: string, { locale }: { locale?: Locale } = {}) {
    return this.play(await this.rejoin(resumeToken, locale), locale);
  }

  async comeBack({ locale = this.locale, ...entry }: { pin: string; code: string; locale?: Locale }) {
    return this.play(await this.open<Joined>('POST', '/join/return', { body: { ...entry, locale } }), locale);
  }

  async watch({ locale = this.locale, ...entry }: JoinEntry) {
    return this.spectate(await this.open<Watching>('POST', '/watch', { body: { ...entry, locale } }), locale);
  }

  async watchAgain(watchToken: string, { locale = this.locale }: { locale?: Locale } = {}) {
    return this.spectate(await this.watchSeat(watchToken, locale), locale);
  }

  async acceptCoHost(linkToken: string) {
    const { seat: _, ...accepted } = await this.open<CoHostSeat>('POST', '/co-host', {
      body: { token: linkToken, locale: this.locale },
    });
    return accepted;
  }

  async coHost(token: string) {
    const first = await this.coHostSeat(token);
    const challenge = new LiveHostChallenge(this.url, async () => (await this.coHostSeat(token)).seat);
    const { settings, sessionId } = first;
    return { challenge: await challenge.enter(first.seat), settings, sessionId };
  }

  get me() {
    return this.account.me;
  }

  onMe(listener: (me: Me | null) => void) {
    return this.account.onMe(listener);
  }

  signIn(credentials: Credentials) {
    return this.account.signIn(credentials);
  }

  acceptSignIn(signedIn: SignedIn) {
    return this.account.take(signedIn);
  }

  restore() {
    return this.account.restore();
  }

  signOut() {
    return this.account.signOut();
  }

  async readMe() {
    return this.account.become(await this.request<Me>('GET', '/me'));
  }

  async saveProfile(profile: { displayName?: string; locale?: Locale }) {
    return this.account.become(await this.request<Me>('PATCH', '/me', { body: profile }));
  }

  async topics() {
    return (await this.request<{ items: Topic[] }>('GET', '/topics', { query: { locale: this.locale } }))
      .items;
  }

  missions({ ids, ...query }: MissionQuery = {}) {
    return this.request<Page<MissionSummary>>('GET', '/missions', {
      query: { locale: this.locale, ...query, ids: ids?.join() },
    });
  }

  mission(id: string, query: { locale?: Locale } = {}) {
    return this.request<MissionPreview>('GET', `/missions/${encodeURIComponent(id)}`, {
      query: { locale: this.locale, ...query },
    });
  }

  openSession(
    missionId: string,
    settings: Partial<SessionSettings> = {},
    forClass: string | null = null,
    questions: readonly ChosenQuestion[] | null = null,
  ) {
    return this.request<SessionSummary>('POST', '/sessions', {
      body: { missionId, groupId: forClass, settings, ...(questions && { questions }) },
      idempotencyKey: newId(),
    });
  }

  sessions(query: SessionQuery = {}) {
    return this.request<Page<SessionSummary>>('GET', '/sessions', { query: { ...query } });
  }

  session(id: string) {
    return this.request<SessionSummary>('GET', `/sessions/${encodeURIComponent(id)}`);
  }

  async host(sessionId: string) {
    const seat = await this.staffSeat(sessionId, 'host');
    return new LiveHostChallenge(this.url, () => this.staffSeat(sessionId, 'host')).enter(seat);
  }

  async project(sessionId: string) {
    const seat = await this.staffSeat(sessionId, 'projector');
    return new LiveChallenge(this.url, () => this.staffSeat(sessionId, 'projector')).enter(seat);
  }

  async request<T>(method: HttpMethod, path: string, options?: RequestOptions): Promise<T> {
    return jsonOf<T>(await this.call(method, path, options));
  }

  async download(path: string, query?: Query) {
    return (await this.call('GET', path, { query })).blob();
  }

  async accessToken() {
    const token = await this.account.accessToken();
    if (!token) throw new TuttiError('auth/required', 'Nobody is signed in.', { status: 401 });
    return token;
  }

  /** The language that was chosen on entering stays, however often the connection is made anew. */
  private play(joined: Joined, locale: Locale | undefined) {
    return new LivePlayerChallenge(this.url, joined, {
      rejoin: (token) => this.rejoin(token, locale),
      propose: (resumeToken, nickname) =>
        this.open('POST', '/join/name', { body: { resumeToken, nickname } }),
      receipts: (resumeToken) =>
        this.open<SessionReceipts>('POST', '/join/receipts', { body: { resumeToken } }),
    }).enter(joined.seat);
  }

  private spectate(watching: Watching, locale: Locale) {
    return new LiveSpectatorChallenge(this.url, watching, (token) => this.watchSeat(token, locale)).enter(
      watching.seat,
    );
  }

  private watchSeat(watchToken: string, locale: Locale) {
    return this.open<Watching>('POST', '/watch/again', { body: { watchToken, locale } });
  }

  private coHostSeat(token: string) {
    return this.open<CoHostSeat>('POST', '/co-host/seat', { body: { token, locale: this.locale } });
  }

  private rejoin(resumeToken: string, locale?: Locale) {
    return this.open<Joined>('POST', '/rejoin', { body: { resumeToken, locale } });
  }

  private async staffSeat(sessionId: string, as: 'host' | 'projector') {
    const path = `/sessions/${encodeURIComponent(sessionId)}/seat`;
    return (await this.request<{ seat: Seat }>('POST', path, { body: { as, locale: this.locale } })).seat;
  }

  private open<T>(method: HttpMethod, path: string, options: RequestOptions): Promise<T> {
    return this.request<T>(method, path, { ...options, anonymous: true });
  }

  private async call(method: HttpMethod, path: string, options?: RequestOptions): Promise<Response> {
    const accessToken = options?.anonymous ? null : await this.account.accessToken();
    if (!accessToken) return callApi(this.url, method, path, options);
    try {
      return await callApi(this.url, method, path, { ...options, accessToken });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const renewed = await this.account.tokenAfter(accessToken);
      return callApi(this.url, method, path, { ...options, accessToken: renewed });
    }
  }
}
