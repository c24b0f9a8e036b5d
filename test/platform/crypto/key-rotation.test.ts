import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedColumns } from '../../../src/modules/secrets/sealed-columns.ts';
import { requireKnownSecret } from '../../../src/platform/crypto/data-keys.ts';
import { createEnvelope, type Envelope } from '../../../src/platform/crypto/envelope.ts';
import { rotateKeys } from '../../../src/platform/crypto/key-rotation.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { addKnownChild } from '../../support/known-person.ts';
import { createPeople } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

const script = fileURLToPath(new URL('../../../scripts/keys-rotate.ts', import.meta.url));
const newSecret = 'the secret that comes after, also long enough';
const games = 1_200;

let server: BareServer;
let jobs: pg.Pool;
let envelope: Envelope;
let learner: { userId: string; token: string };
/** Every sealed value and what it holds. */
const known: { table: string; column: string; key: string; row: string; value: string }[] = [];

beforeAll(async () => {
  server = await startBareServer();
  jobs = server.app.db.jobs;
  envelope = createEnvelope(jobs, deriveKeys(server.config.secret).master);
  const people = createPeople(jobs, deriveKeys(server.config.secret));
  learner = await people.signUp({ orgId: server.orgId, role: 'student' });
  await addKnownChild(server);
  await fillEveryColumn(await people.signUp({ role: 'guardian' }));
  await addGames();
});
afterAll(() => server.stop());

/** Something in every sealed column there is; its value names its place. */
async function fillEveryColumn({ userId, orgId }: { userId: string; orgId: string }) {
  const sealed = async (table: string, column: string, row: string) => {
    const value = `${table} ${column} ${row}`;
    known.push({ table, column, key: sealedColumns.find((one) => one.table === table)!.key, row, value });
    return envelope.seal(orgId, { table, column, row }, value);
  };
  const [identity, request, form, mail, group, roster] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await jobs.query(
    "INSERT INTO auth_identities (id, user_id, provider, provider_account_id, refresh_token_sealed) VALUES ($1, $2, 'school', 'x', $3)",
    [identity, userId, await sealed('auth_identities', 'refresh_token_sealed', identity)],
  );
  await jobs.query('INSERT INTO totp_factors (user_id, secret_sealed) VALUES ($1, $2)', [
    userId,
    await sealed('totp_factors', 'secret_sealed', userId),
  ]);
  await jobs.query(
    'INSERT INTO guardian_profiles (user_id, phone_sealed, address_sealed) VALUES ($1, $2, $3)',
    [
      userId,
      await sealed('guardian_profiles', 'phone_sealed', userId),
      await sealed('guardian_profiles', 'address_sealed', userId),
    ],
  );
  await jobs.query(
    `INSERT INTO consent_requests (id, org_id, child_id, method, contact_sealed, notice_version, status, expires_at)
     VALUES ($1, $2, $3, 'signed_form', $4, 1, 'open', now() + interval '14 days')`,
    [request, orgId, userId, await sealed('consent_requests', 'contact_sealed', request)],
  );
  await jobs.query(
    `INSERT INTO consent_forms (id, request_id, child_id, file_sealed, mime_type, byte_size, decisions)
     VALUES ($1, $2, $3, $4, 'image/png', 10, '{}')`,
    [form, request, userId, await sealed('consent_forms', 'file_sealed', form)],
  );
  await jobs.query(
    "INSERT INTO mail_messages (id, org_id, template, locale, content_sealed) VALUES ($1, $2, 'consent-request', 'en', $3)",
    [mail, orgId, await sealed('mail_messages', 'content_sealed', mail)],
  );
  await jobs.query("INSERT INTO groups (id, org_id, name) VALUES ($1, $2, '5b')", [group, orgId]);
  await jobs.query(
    `INSERT INTO roster_imports (id, org_id, group_id, created_by, rows_sealed, good_rows, bad_rows, expires_at)
     VALUES ($1, $2, $3, $4, $5, 1, 0, now() + interval '1 day')`,
    [roster, orgId, group, userId, await sealed('roster_imports', 'rows_sealed', roster)],
  );
}

async function addGames() {
  const rows = await Promise.all(
    Array.from({ length: games }, async () => {
      const id = randomUUID();
      const at = (column: string) => ({ table: 'game_credentials', column, key: 'id', row: id });
      const [name, password] = [`name ${id}`, `password ${id}`];
      known.push({ ...at('username_sealed'), value: name }, { ...at('password_sealed'), value: password });
      return {
        id,
        name: await envelope.seal(server.orgId, at('username_sealed'), name),
        password: await envelope.seal(server.orgId, at('password_sealed'), password),
      };
    }),
  );
  await jobs.query(
    `INSERT INTO game_credentials (id, user_id, game_name, username_sealed, password_sealed)
     SELECT g.id, $1, 'Chess', g.name, g.password FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS g(id, name, password)`,
    [
      learner.userId,
      rows.map(({ id }) => id),
      rows.map(({ name }) => name),
      rows.map(({ password }) => password),
    ],
  );
}

/** Opens all that is known, as a server does that runs beside; gives how many values each data key sealed. */
async function readAll(with_ = envelope): Promise<Map<number, number>> {
  const used = new Map<number, number>();
  for (const { table, column, key } of sealedColumns) {
    const { rows } = await jobs.query<{ row: string; sealed: Buffer }>(
      `SELECT ${key} AS row, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    const found = new Map(rows.map(({ row, sealed }) => [row, sealed]));
    for (const one of known.filter((value) => value.table === table && value.column === column)) {
      const sealed = found.get(one.row)!;
      expect(await with_.openText(one, sealed)).toBe(one.value);
      used.set(sealed.readUInt32BE(1), (used.get(sealed.readUInt32BE(1)) ?? 0) + 1);
    }
  }
  return used;
}

interface Run {
  child: ChildProcess;
  printed(): string;
  ended: Promise<number | null>;
}
/** As an operator types it, beside the running server. */
function rotate(environment: Record<string, string> = {}): Run {
  const { ownerUrl, appUrl, jobsUrl } = server.database;
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      TUTTI_SECRET: server.config.secret,
      DATABASE_OWNER_URL: ownerUrl,
      DATABASE_URL: appUrl,
      DATABASE_JOBS_URL: jobsUrl,
      ...environment,
    },
  });
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (printed += chunk));
  return { child, printed: () => printed, ended: once(child, 'close').then(([code]) => code) };
}

const currentKeys = async () =>
  (await jobs.query<{ id: number }>('SELECT id FROM data_keys WHERE retired_at IS NULL')).rows.map(
    ({ id }) => id,
  );

async function until(holds: () => boolean, what: string) {
  const end = performance.now() + 15_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('npm run keys:rotate', () => {
  it('[DAT-2] killed in the middle goes on with the next run, and every row is readable at every moment', async () => {
    const before = await currentKeys();
    expect((await readAll()).size).toBe(2);
    // a row in the middle is held, so that the run stands there when it is killed
    const holder = await jobs.connect();
    await holder.query('BEGIN');
    const { rows: middle } = await jobs.query(
      'SELECT id FROM game_credentials ORDER BY id OFFSET $1 LIMIT 1',
      [games / 2],
    );
    await holder.query('SELECT 1 FROM game_credentials WHERE id = $1 FOR UPDATE', [middle[0].id]);
    const first = rotate();
    await until(() => /game_credentials\.\w+: 200 of/.test(first.printed()), 'the first values');
    await readAll();
    await until(() => /game_credentials\.\w+: [46]00 of/.test(first.printed()), 'some more');
    first.child.kill('SIGKILL');
    expect(await first.ended).toBeNull();
    await holder.query('ROLLBACK');
    holder.release();

    const halfway = await readAll();
    expect(halfway.size).toBeGreaterThan(2);
    await readAll(createEnvelope(jobs, deriveKeys(server.config.secret).master));

    const second = rotate();
    let reading = 0;
    let running = true;
    const readers = (async () => {
      while (running) {
        await readAll();
        const { body } = await call<{ items: { username: string }[] }>(
          server,
          '/me/game-credentials?limit=5',
          {
            token: learner.token,
          },
        );
        expect(body.items).toHaveLength(5);
        // what a server writes meanwhile is not lost
        const row = randomUUID();
        const at = { table: 'mail_messages', column: 'content_sealed', key: 'id', row };
        await jobs.query(
          "INSERT INTO mail_messages (id, org_id, template, locale, content_sealed) VALUES ($1, $2, 'x', 'en', $3)",
          [row, server.orgId, await envelope.seal(server.orgId, at, row)],
        );
        known.push({ ...at, value: row });
        reading += 1;
      }
    })();
    const code = await second.ended;
    running = false;
    await readers;
    expect(second.printed()).toContain('An earlier run is finished');
    expect(code).toBe(0);
    expect(reading).toBeGreaterThan(3);
    const now = await currentKeys();
    expect([...(await readAll()).keys()].sort()).toEqual(now.filter((id) => !before.includes(id)).sort());
    const { rows } = await jobs.query("SELECT actor_label FROM audit_logs WHERE action = 'keys.rotated'");
    expect(rows).toEqual([{ actor_label: 'command' }]);
  });

  it('[DAT-2] wraps the data keys with a new secret; then the old secret opens nothing', async () => {
    const master = deriveKeys(newSecret, server.config.secret).master;
    const beside = createEnvelope(jobs, master);
    await readAll(beside);
    await rotateKeys({ jobs, master, columns: sealedColumns, settleMs: 0 });
    await readAll(beside);
    await readAll(createEnvelope(jobs, deriveKeys(newSecret).master));
    // a server that was not given it does not start
    await requireKnownSecret(jobs, master);
    await expect(requireKnownSecret(jobs, deriveKeys(server.config.secret).master)).rejects.toMatchObject({
      code: 'keys/unknown-secret',
    });
    const old = createEnvelope(jobs, deriveKeys(server.config.secret).master);
    await expect(readAll(old)).rejects.toThrow(/secret that is not given/);
    await rotateKeys({
      jobs,
      master: deriveKeys(server.config.secret, newSecret).master,
      columns: sealedColumns,
      settleMs: 0,
    });
    await readAll(createEnvelope(jobs, deriveKeys(server.config.secret).master));
  });

  it.each([
    ['the secret is missing', { TUTTI_SECRET: '' }, 'config/missing-secret'],
    ['the secret is another one', { TUTTI_SECRET: newSecret }, 'keys/unknown-secret'],
  ])('says so and changes nothing when %s', async (_what, environment, code) => {
    const keys = async () => (await jobs.query('SELECT * FROM data_keys ORDER BY id')).rows;
    const before = await keys();
    const run = rotate(environment);
    expect(await run.ended).toBe(1);
    expect(run.printed()).toContain(code);
    expect(await keys()).toEqual(before);
  });
});

describe('a rotation', () => {
  const options = () => ({
    jobs,
    master: deriveKeys(server.config.secret).master,
    columns: sealedColumns,
    settleMs: 0,
  });

  it('[DAT-2] lists what is damaged, moved or sealed with a key that is gone, leaves it, and is not held up by it', async () => {
    const ids = known.filter(({ column }) => column === 'password_sealed').map(({ row }) => row);
    const victims = ids.slice(0, 4).sort();
    const kept = await jobs.query('SELECT id, password_sealed FROM game_credentials WHERE id = ANY ($1)', [
      victims,
    ]);
    const put = (id: string, value: Buffer) =>
      jobs.query('UPDATE game_credentials SET password_sealed = $2 WHERE id = $1', [id, value]);
    const sealedOf = (id: string): Buffer => kept.rows.find((row) => row.id === id).password_sealed;
    const changed = Buffer.from(sealedOf(victims[0]!));
    changed[changed.length - 1]! ^= 1;
    const orphan = Buffer.from(sealedOf(victims[2]!));
    orphan.writeUInt32BE(4_000_000_000, 1);
    const spoiled = [changed, sealedOf(victims[0]!), orphan, Buffer.from('short').subarray(0, 2)];
    for (const [i, id] of victims.entries()) await put(id, spoiled[i]!);
    const named = victims.map((id) => `game_credentials.password_sealed ${id}`);

    for (let run = 0; run < 2; run++) {
      const before = await currentKeys();
      const done = await rotateKeys(options());
      expect(done.damaged).toEqual(named);
      expect(done.resumed).toBe(false);
      expect(await currentKeys()).not.toEqual(before);
    }
    const { rows } = await jobs.query(
      'SELECT id, password_sealed FROM game_credentials WHERE id = ANY ($1)',
      [victims],
    );
    for (const [i, id] of victims.entries())
      expect(rows.find((row) => row.id === id)!.password_sealed.equals(spoiled[i]!)).toBe(true);
    for (const id of victims)
      await put(
        id,
        await envelope.seal(
          server.orgId,
          { table: 'game_credentials', column: 'password_sealed', row: id },
          `password ${id}`,
        ),
      );
    await readAll();
  });

  it('takes large values a few at a time', async () => {
    const form = known.find(({ table }) => table === 'consent_forms')!;
    const { rows } = await jobs.query(
      'SELECT request_id, child_id, org_id FROM consent_forms f JOIN users u ON u.id = f.child_id WHERE f.id = $1',
      [form.row],
    );
    const { request_id, child_id, org_id } = rows[0];
    for (let i = 0; i < 4; i++) {
      const row = randomUUID();
      const at = { table: 'consent_forms', column: 'file_sealed', row };
      await jobs.query(
        `INSERT INTO consent_forms (id, request_id, child_id, file_sealed, mime_type, byte_size, decisions)
         VALUES ($1, $2, $3, $4, 'image/png', 10, '{}')`,
        [row, request_id, child_id, await envelope.seal(org_id, at, randomBytes(10_000))],
      );
    }
    const told: string[] = [];
    const done = await rotateKeys({ ...options(), batchBytes: 15_000, tell: (line) => told.push(line) });
    expect(done.damaged).toEqual([]);
    expect(told.filter((line) => line.startsWith('consent_forms.file_sealed')).length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatch(/\d+ of \d+/);
    await readAll();
  });

  it('of which one runs already is refused', async () => {
    const other = new pg.Client(server.database.jobsUrl);
    await other.connect();
    await other.query('SELECT pg_advisory_lock(7205190412)');
    await expect(rotateKeys(options())).rejects.toMatchObject({ code: 'keys/rotating' });
    await other.end();
  });
});
