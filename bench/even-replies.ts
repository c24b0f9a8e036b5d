/**
 * `npm run bench -- even-replies` asks the ways in about addresses that are known here and about others, in turns, and says how
 * well the time of a reply tells them apart. [AUT-1]
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { quantile } from './figures.ts';
import { conclude } from './results.ts';
import { between, say } from './run.ts';
import { serverLog, startDatabase, startProduct } from './servers.ts';
import { addAccounts } from './sign-in-load.ts';
import { ratio, tableOf } from './table.ts';
import { verdictOn } from './targets.ts';

/** Of two replies, one known and one not: how often the slower one is guessed right. 0.5 is a coin. */
const mostTold = 0.1;
const warmUp = 5;

const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '100' },
  },
});
const tries = between('tries', values.tries, 20, 1_000);

interface Way {
  name: string;
  path: string;
  body(email: string): object;
  status: number;
}
const password = 'nine-herons-7-on-a-roof';
const ways: Way[] = [
  {
    name: 'signing in with a wrong password',
    path: '/auth/sign-in',
    body: (login) => ({ login, password, keep: 'body' }),
    status: 401,
  },
  { name: 'a forgotten password', path: '/auth/forgot', body: (email) => ({ email }), status: 202 },
  { name: 'a link to sign in', path: '/auth/magic-link', body: (email) => ({ email }), status: 202 },
  {
    name: 'signing up',
    path: '/auth/sign-up',
    body: (email) => ({ role: 'guardian', email, password, displayName: 'Somebody', locale: 'en' }),
    status: 202,
  },
];

/** How many have asked. */
let turn = 0;

const database = await startDatabase();
const owner = new pg.Pool({ connectionString: database.postgres.ownerUrl, max: 1 });
const server = await startProduct({
  core: null,
  postgres: database.postgres,
  settings: { TRUST_PROXY: '1' },
});
try {
  const known = await addresses();
  const figures = [];
  for (const way of ways) figures.push(await measure(way, known));
  say(
    tableOf(
      ['ms (p50)', 'known', 'unknown', 'ratio', 'told apart'],
      figures.map(({ name, known50, unknown50, told }) => [
        name,
        known50.toFixed(1),
        unknown50.toFixed(1),
        ratio(known50, unknown50),
        told.toFixed(2),
      ]),
    ),
  );
  conclude({
    bench: 'even-replies',
    options: { tries },
    figures,
    verdicts: figures.map(({ name, told }) =>
      verdictOn({ name: `guessed beyond a coin: ${name}`, unit: '', limit: mostTold }, Math.abs(told - 0.5)),
    ),
  });
  rmSync(serverLog, { force: true });
} finally {
  await server.stop();
  await owner.end();
  await database.stop();
}

/** Accounts with a proven address, in an organization that takes everybody. */
async function addresses(): Promise<string[]> {
  const logins = await addAccounts(owner, tries + warmUp);
  const { rows } = await owner.query<{ email: string }>(
    `UPDATE users SET email = username || '@home.example', email_verified_at = now() WHERE username = ANY ($1) RETURNING email`,
    [logins],
  );
  await owner.query('UPDATE org_settings SET open_sign_up = true');
  return rows.map(({ email }) => email);
}

async function measure({ name, path, body, status }: Way, known: readonly string[]) {
  const took: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (const [i, email] of known.entries()) {
    const stranger = `${randomUUID()}@home.example`;
    // whichever is asked first may find something warmer or colder: they change places
    const both = [['known', email] as const, ['unknown', stranger] as const];
    for (const [kind, address] of i % 2 ? both : both.toReversed()) {
      const begin = performance.now();
      const reply = await fetch(`${server.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': somewhere() },
        body: JSON.stringify(body(address)),
      });
      const text = await reply.text();
      if (reply.status !== status) throw new Error(`${path} was answered with ${reply.status}: ${text}`);
      if (i >= warmUp) took[kind].push(performance.now() - begin);
    }
  }
  return {
    name,
    known50: quantile(took.known, 0.5),
    unknown50: quantile(took.unknown, 0.5),
    told: toldApart(took.known, took.unknown),
  };
}

/** The share of pairs in which the known one took longer (Mann and Whitney's U over the number of pairs). */
function toldApart(known: readonly number[], unknown: readonly number[]): number {
  const longer = known.reduce((sum, one) => sum + unknown.filter((other) => other < one).length, 0);
  return longer / (known.length * unknown.length);
}

/** Everybody from another place: what is measured is the reply, not the limits. */
function somewhere(): string {
  turn += 1;
  return `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;
}
