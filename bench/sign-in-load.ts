import { Agent, request } from 'node:http';
import type pg from 'pg';
import { startPasswords } from '../src/platform/crypto/passwords.ts';

export const password = 'seven-otters-9-in-a-boat';
/** Accounts with a password as the product hashes it. Gives what they sign in with. */
export async function addAccounts(database: pg.Pool, accounts: number): Promise<string[]> {
  const passwords = startPasswords();
  const hash = await passwords.hash(password);
  await passwords.close();
  const logins = Array.from({ length: accounts }, (_, i) => `bench-${process.pid}-${Date.now() % 1e6}-${i}`);
  await database.query(
    `WITH org AS (SELECT id FROM organizations WHERE slug = 'tutti'),
       made AS (INSERT INTO users (org_id, username) SELECT org.id, login FROM org, unnest($1::text[]) login RETURNING id, org_id),
       named AS (INSERT INTO user_profiles (user_id, display_name) SELECT id, 'Somebody' FROM made),
       known AS (INSERT INTO credentials (user_id, password_hash) SELECT id, $2 FROM made)
     INSERT INTO user_roles (user_id, role_id, org_id, is_primary)
       SELECT made.id, r.id, made.org_id, true FROM made, roles r WHERE r.key = 'student' AND r.org_id IS NULL`,
    [logins, hash],
  );
  return logins;
}

export interface SignInTimings {
  /** How long each sign-in took that was let in, ms. */
  tookMs: number[];
  /** Told to come again, because too many came at once. */
  busy: number;
  overMs: number;
}

export interface SignInPump {
  /** What was before does not count. */
  restart(): void;
  stop(): Promise<SignInTimings>;
}

/** So many people who sign in at the same time, the next as soon as one is in. */
export function pumpSignIns(url: string, logins: readonly string[], atOnce: number): SignInPump {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let tookMs: number[] = [];
  let busy = 0;
  let since = performance.now();
  let stopped = false;
  let next = 0;

  const one = async () => {
    while (!stopped) {
      const turn = next++;
      const begin = performance.now();
      const status = await signIn(agent, url, logins[turn % logins.length]!, addressOf(turn));
      if (status === 200) tookMs.push(performance.now() - begin);
      else if (status === 503) {
        busy += 1;
        await new Promise((resolve) => setTimeout(resolve, 250));
      } else throw new Error(`a sign-in was answered with ${status}`);
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, one));
  all.catch(() => {});

  return {
    restart() {
      tookMs = [];
      busy = 0;
      since = performance.now();
    },
    async stop() {
      stopped = true;
      const overMs = performance.now() - since;
      const done = { tookMs: [...tookMs], busy, overMs };
      await all;
      agent.destroy();
      return done;
    },
  };
}

/** Everybody from another address: what is measured is the hashing, not the limits. */
export const addressOf = (turn: number) => `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;

function signIn(agent: Agent, url: string, login: string, address: string): Promise<number> {
  const text = JSON.stringify({ login, password, keep: 'body' });
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'X-Forwarded-For': address,
  };
  return new Promise((resolve, reject) => {
    const post = request(`${url}/api/v1/auth/sign-in`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode!));
    });
    post.on('error', reject);
    post.end(text);
  });
}
