import type { Me, SignedIn } from '../../src/wire/identity.ts';
import { callApi, jsonOf } from './api.ts';
import { TuttiError } from './errors.ts';
import type { Credentials } from './tutti.types.ts';

/** Renewed so long before it ends that no request starts with a token that ends on its way. */
const renewBeforeMs = 30_000;

interface Token {
  value: string;
  /** On `performance.now()`: the device's clock may be wrong. */
  renewAt: number;
}

/** Who is signed in, and the tokens that prove it. They stay in memory; what outlives a reload is the browser's cookie. */
export class Account {
  private readonly url: string;
  private readonly inCookie: boolean;
  private readonly listeners = new Set<(me: Me | null) => void>();
  private token: Token | null = null;
  private refreshToken: string | undefined;
  private refreshing: Promise<Me> | null = null;
  private user: Me | null = null;

  constructor(url: string) {
    this.url = url;
    this.inCookie = globalThis.location?.origin === new URL(url).origin;
  }

  get me(): Me | null {
    return this.user;
  }

  onMe(listener: (me: Me | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async signIn(credentials: Credentials): Promise<Me> {
    const { password, organization, keep = this.inCookie ? 'cookie' : 'body' } = credentials;
    const login = 'login' in credentials ? credentials.login : credentials.email;
    const body = { login, password, organization, keep };
    return this.take(await jsonOf<SignedIn>(await callApi(this.url, 'POST', '/auth/sign-in', { body })));
  }

  /** What other ways of signing in (set-up, invitation) give back. */
  take({ accessToken, expiresInSeconds, refreshToken, user }: SignedIn): Me {
    this.token = {
      value: accessToken,
      renewAt: performance.now() + expiresInSeconds * 1_000 - renewBeforeMs,
    };
    if (refreshToken) this.refreshToken = refreshToken;
    return this.become(user);
  }

  /** Remembers who it is and tells it. */
  become<U extends Me | null>(user: U): U {
    if (this.user === user) return user;
    this.user = user;
    for (const listener of [...this.listeners]) listener(user);
    return user;
  }

  async restore(): Promise<Me | null> {
    if (this.user) return this.user;
    if (!this.refreshToken && !this.inCookie) return null;
    try {
      return await this.refresh();
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  async signOut(): Promise<void> {
    const body = { refreshToken: this.refreshToken };
    const accessToken = this.token?.value;
    this.forget();
    await callApi(this.url, 'POST', '/auth/sign-out', { body, accessToken });
  }

  /** Good for at least some seconds; null when nobody is signed in. */
  async accessToken(): Promise<string | null> {
    if (this.token && performance.now() >= this.token.renewAt) await this.refresh();
    return this.token?.value ?? null;
  }

  /** Instead of one that was refused. Another request may have renewed it meanwhile. */
  async tokenAfter(refused: string): Promise<string | undefined> {
    if (this.token?.value === refused) await this.refresh();
    return this.token?.value;
  }

  /** One at a time, however many requests found out at once that the token is old. */
  private refresh(): Promise<Me> {
    this.refreshing ??= this.renew().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async renew(): Promise<Me> {
    try {
      const body = { refreshToken: this.refreshToken };
      return this.take(await jsonOf<SignedIn>(await callApi(this.url, 'POST', '/auth/refresh', { body })));
    } catch (error) {
      if (isRefusal(error)) this.forget();
      throw error;
    }
  }

  private forget(): void {
    this.token = null;
    this.refreshToken = undefined;
    this.become(null);
  }
}

/** The server said no; unlike a network that is away, trying again does not help. */
export function isRefusal(error: unknown): error is TuttiError {
  return error instanceof TuttiError && error.status === 401;
}
