import { io, type Socket } from 'socket.io-client';
import type {
  ClientPushEvents,
  PushRefusal,
  ServerPushEvents,
  ServerPushPayloads,
} from '../../src/wire/push.ts';
import { Emitter } from './emitter.ts';
import { TuttiError } from './errors.ts';
import type { Tutti } from './tutti.types.ts';

export type { SessionChanged } from '../../src/wire/push.ts';

export type PushEvents = Omit<ServerPushPayloads, 'closing'> & {
  /** `false`: news may get lost until it is `true` again; then read again over REST what matters. */
  connected: boolean;
  /** The account is signed out; nothing comes after it. */
  closed: TuttiError;
};

/** News for who is signed in. */
export interface Push {
  readonly connected: boolean;
  on<E extends keyof PushEvents>(event: E, listener: (payload: PushEvents[E]) => void): () => void;
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

  constructor(tutti: Tutti) {
    this.tutti = tutti;
    this.socket = io(tutti.url, {
      forceNew: true,
      auth: (give) => {
        this.showToken().then(
          (accessToken) => give({ accessToken }),
          () => give({}),
        );
      },
    });
    this.socket.on('connect', () => this.emitter.emit('connected', true));
    this.socket.on('sessionChanged', (change) => this.emitter.emit('sessionChanged', change));
    this.socket.on('closing', ({ code }) => {
      if (code === 'auth/session-ended') this.end(new TuttiError(code));
    });
    this.socket.on('disconnect', () => {
      this.emitter.emit('connected', false);
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
