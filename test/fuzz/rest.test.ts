import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import { problem } from '../../src/wire/common.ts';
import { errorCodes } from '../../src/wire/error-codes.ts';
import { createPeople } from '../support/people.ts';
import { call } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';
import { anything, inputs, nearly, patienceMs } from './fuzz.ts';

interface Operation {
  parameters?: { name: string; in: 'path' | 'query'; schema: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
}

let server: BareServer;
let tokens: (string | null)[];
let signInAgain: () => Promise<(string | null)[]>;
beforeAll(async () => {
  server = await startBareServer({ REQUESTS_PER_MINUTE: '1000000' });
  const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
  const { orgId } = server;
  const roles = ['admin', 'teacher', 'guardian', 'student'] as const;
  /** As every account, one with a name. */
  const signUp = async (role: (typeof roles)[number]) => {
    const person = await people.signUp({ orgId, role });
    await server.app.db.jobs.query('INSERT INTO user_profiles (user_id, display_name) VALUES ($1, $2)', [
      person.userId,
      role,
    ]);
    return person;
  };
  const signedUp = await Promise.all(roles.map(signUp));
  signInAgain = async () => {
    const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM users');
    const again = roles.map(async (role, i) => {
      const { userId } = signedUp[i]!;
      // now and then somebody happens to say the right thing for having the own account erased
      if (rows.some(({ id }) => id === userId)) return people.signIn(signedUp[i]!);
      signedUp[i] = await signUp(role);
      return signedUp[i]!;
    });
    return [null, ...(await Promise.all(again)).map(({ token }) => token)];
  };
  tokens = await signInAgain();
});
afterAll(() => server.stop());

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
afterAll(() => agent.destroy());

interface Sent {
  method: string;
  path: string;
  body: string | null;
  contentType: string;
  as: number;
}

/** `http` and not `fetch`: it sends paths as they are. */
function send({
  method,
  path,
  body,
  contentType,
  as,
}: Sent): Promise<{ status: number; type: string; text: string }> {
  const { port } = new URL(server.url);
  const token = tokens[as];
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        timeout: 20_000,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== null && { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sending.on('timeout', () => sending.destroy(new Error(`no reply to ${method} ${path}`)));
    sending.on('error', reject);
    sending.end(body);
  });
}

it(
  '[EDG-5] whatever is sent to any route, the reply is a good one or a refusal with a code, and never an error of ours',
  async () => {
    const { body: document } = await call<{
      paths: Record<string, Record<string, Operation>>;
      components: { schemas?: Record<string, object> };
    }>(server, '/openapi.json');
    const defs = document.components.schemas ?? {};
    // whoever signs themselves out tells nothing more of the routes behind the door
    const routes = Object.entries(document.paths)
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, line]) => ({ path, method, line })))
      .filter(({ path }) => !/sign-out|end-all/.test(path));
    const one = fc.constantFrom(...routes).chain(({ path, method, line }) => {
      const parts = (line.parameters ?? []).filter(({ in: place }) => place === 'path');
      const asked = (line.parameters ?? []).filter(({ in: place }) => place === 'query');
      const schema = Object.values(line.requestBody?.content ?? {})[0]?.schema;
      return fc.record({
        method: fc.constant(method),
        as: fc.integer({ min: 0, max: 4 }),
        path: fc
          .tuple(
            fc.tuple(...parts.map(({ schema: wanted }) => nearly(wanted, defs))),
            fc.record(
              Object.fromEntries(asked.map(({ name, schema: wanted }) => [name, nearly(wanted, defs)])),
              {
                requiredKeys: [],
              },
            ),
          )
          .map(([values, query]) => {
            let next = 0;
            const filled = path.replace(
              /\{\w+\}/g,
              () => encodeURIComponent(wellFormed(values[next++])) || '-',
            );
            const search = Object.entries(query).map(
              ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(value))}`,
            );
            return search.length > 0 ? `${filled}?${search.join('&')}` : filled;
          }),
        body: schema
          ? fc.oneof(
              { weight: 8, arbitrary: nearly(schema, defs).map((value) => JSON.stringify(value) ?? 'null') },
              { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value) ?? 'null') },
              { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
            )
          : fc.constant(null),
        contentType: fc.constantFrom(
          'application/json',
          'application/json',
          'application/json; charset=utf-8',
          'text/csv',
          'x',
        ),
      });
    });
    const seed = Date.now();
    const seen = new Map<number, number>();
    const all = fc.sample(one, { numRuns: inputs, seed });
    for (let at = 0; at < all.length; at += 32) {
      const batch = all.slice(at, at + 32);
      const replies = await Promise.all(batch.map(send));
      for (const [i, { status, type, text }] of replies.entries()) {
        const told = `seed ${seed}: ${JSON.stringify(batch[i]).slice(0, 600)} → ${status} ${text.slice(0, 300)}`;
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (status === 503) expect(JSON.parse(text).code, told).toMatch(/^server\/(busy|not-ready)$/);
        else expect(status, told).toBeLessThan(500);
        if (status < 400) continue;
        expect(type, told).toContain('application/problem+json');
        const refusal = problem.safeParse(JSON.parse(text));
        expect(refusal.success, told).toBe(true);
        expect(Object.keys(errorCodes), told).toContain(refusal.data!.code);
      }
      if (at % 1_600 === 0) tokens = await signInAgain();
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await call(server, '/about')).status).toBe(200);
    expect([...seen.keys()].filter((status) => status < 300)).not.toEqual([]);
  },
  patienceMs,
);

/** A URL cannot carry half a character. */
const wellFormed = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 1_500);
