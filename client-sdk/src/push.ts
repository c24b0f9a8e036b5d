import { io, type Socket } from 'socket.io-client';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { LearnerPresence, Presence } from '../../src/wire/presence.ts';
import type {
  ClientPushEvents,
  PresenceChanged,
  PresenceOf,
  PushRefusal,
  ServerPushEvents,
  ServerPushPayloads,
} from '../../src/wire/push.ts';
import { Emitter } from './emitter.ts';
import { TuttiError } from './errors.ts';
import type { Tutti } from './tutti.types.ts';

export type { LearnerPresence } from '../../src/wire/presence.ts';
export type { PresenceOf, SessionChanged } from '../../src/wire/push.ts';

/** Who is here. `away`: it is not known at this moment; `refused`: you may not see it, or no longer. */
export type PresenceSeen =
  | {
      state: 'live';
      /** Those who are here, by their ids. */
      learners: ReadonlyMap<string, LearnerPresence>;
      /** Not all of the service could be asked: somebody who is missing may be here. */
      partial: boolean;
    }
  | { state: 'away' }
  | { state: 'refused'; code: ErrorCode };

export type PushEvents = Pick<ServerPushPayloads, 'sessionChanged'> & {
  /** `false`: news may get lost until it is `true` again; then read again over REST what matters. */
  connected: boolean;
  /** The account is signed out; nothing comes after it. */
  closed: TuttiError;
};

/** News for who is signed in. */
export interface Push {
  readonly connected: boolean;
  on<E extends keyof PushEvents>(event: E, listener: (payload: PushEvents[E]) => void): () => void;
  /**
   * Follows who is here now: the learners of a class that you teach (its id), or your own `'children'`. Hears it at once, and again
   * whenever something changes. At most four at a time. Gives back how to stop.
   */
  watchPresence(of: PresenceOf, listener: (seen: PresenceSeen) => void): () => void;
  close(): void;
}

const tokenCheckMs = 10_000;
const retryMs = 2_000;

/** Connects as the signed-in account and stays connected, with a new token whenever the old one is about to end. */
export function connectPush(tutti: Tutti): Push {
  return new PushConnection(tutti);
}

class PushConnection implements Push {
  private readonly tutti: Tutti;
  private readonly emitter = new Emitter<PushEvents>();
  private readonly socket: Socket<ServerPushEvents, ClientPushEvents>;
  private readonly tokenCheck: ReturnType<typeof setInterval>;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private shownToken = '';
  private readonly watches = new Map<PresenceOf, PresenceWatch>();

  constructor(tutti: Tutti) {
    this.tutti = tutti;
    this.socket = io(tutti.url, {
      forceNew: true,
      // long polling only where no WebSocket gets through: behind a load balancer all its requests must reach one process
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: (give) => {
        this.showToken().then(
          (accessToken) => give({ accessToken }),
          () => give({}),
        );
      },
    });
    this.socket.on('connect', () => {
      for (const of of this.watches.keys()) this.askPresence(of);
      this.emitter.emit('connected', true);
    });
    this.socket.on('sessionChanged', (change) => this.emitter.emit('sessionChanged', change));
    this.socket.on('presenceChanged', (change) => this.watches.get(change.of)?.changed(change));
    this.socket.on('presenceEnded', ({ of, code }) => this.watches.get(of)?.set({ state: 'refused', code }));
    this.socket.on('closing', ({ code }) => {
      if (code === 'auth/session-ended') this.end(new TuttiError(code));
    });
    this.socket.on('disconnect', () => {
      this.emitter.emit('connected', false);
      for (const watch of this.watches.values()) watch.set({ state: 'away' });
      this.connectAgain();
    });
    this.socket.on('connect_error', (error) => {
      const { data } = error as { data?: PushRefusal };
      if (data?.code.startsWith('auth/')) void this.renew();
      else this.connectAgain();
    });
    this.tokenCheck = setInterval(() => void this.keepToken(), tokenCheckMs);
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  on<E extends keyof PushEvents>(event: E, listener: (payload: PushEvents[E]) => void): () => void {
    return this.emitter.on(event, listener);
  }

  watchPresence(of: PresenceOf, listener: (seen: PresenceSeen) => void): () => void {
    const known = this.watches.get(of);
    const watch = known ?? new PresenceWatch();
    const stop = watch.listen(listener);
    if (!known) {
      this.watches.set(of, watch);
      if (this.socket.connected) this.askPresence(of);
    }
    return () => {
      stop();
      if (watch.isHeard || this.watches.get(of) !== watch) return;
      this.watches.delete(of);
      if (this.socket.connected) this.socket.emit('unwatchPresence', of, () => {});
    };
  }

  private askPresence(of: PresenceOf): void {
    this.socket.emit('watchPresence', of, (reply) => {
      const watch = this.watches.get(of);
      if (reply.ok) watch?.began(reply);
      else if (reply.code.startsWith('server/')) this.askAgain(of);
      else watch?.set({ state: 'refused', code: reply.code });
    });
  }

  private askAgain(of: PresenceOf): void {
    setTimeout(() => {
      if (this.socket.connected && this.watches.get(of)?.isLive === false) this.askPresence(of);
    }, retryMs);
  }

  close(): void {
    clearInterval(this.tokenCheck);
    clearTimeout(this.retry);
    this.socket.off();
    this.socket.disconnect();
  }

  private async showToken(): Promise<string> {
    this.shownToken = await this.tutti.accessToken();
    return this.shownToken;
  }

  /** The connection would end with its token: it gets the next one before. */
  private async keepToken(): Promise<void> {
    if (!this.socket.connected) return;
    const before = this.shownToken;
    const token = await this.showToken().catch(() => before);
    if (token !== before) this.socket.emit('refreshToken', token, () => {});
  }

  /** A refused token: REST renews it, or knows that the account is signed out. */
  private async renew(): Promise<void> {
    try {
      await this.tutti.request('GET', '/me');
      this.connectAgain();
    } catch (error) {
      if (error instanceof TuttiError && error.status === 401) this.end(error);
      else this.connectAgain();
    }
  }

  /** Socket.IO comes back by itself after a broken connection, but not after one that the server ended. */
  private connectAgain(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (!this.socket.active) this.socket.connect();
    }, retryMs);
  }

  private end(why: TuttiError): void {
    this.close();
    this.emitter.emit('closed', why);
  }
}

/** Who is here, for everybody on this page who asked. */
class PresenceWatch {
  private readonly listeners = new Set<(seen: PresenceSeen) => void>();
  private seen: PresenceSeen = { state: 'away' };

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  get isLive(): boolean {
    return this.seen.state === 'live';
  }

  listen(listener: (seen: PresenceSeen) => void): () => void {
    // the same function may listen twice
    const own = (seen: PresenceSeen) => listener(seen);
    this.listeners.add(own);
    if (this.isLive) own(this.seen);
    return () => this.listeners.delete(own);
  }

  set(seen: PresenceSeen): void {
    this.seen = seen;
    for (const listener of this.listeners) listener(seen);
  }

  began({ learners, partial }: Presence): void {
    this.set({ state: 'live', learners: new Map(learners.map((one) => [one.id, one])), partial });
  }

  changed({ changed, partial }: PresenceChanged): void {
    if (this.seen.state !== 'live') return;
    const learners = new Map(this.seen.learners);
    for (const one of changed) {
      if (one.doing === null) learners.delete(one.id);
      else learners.set(one.id, one);
    }
    this.set({ state: 'live', learners, partial });
  }
}
