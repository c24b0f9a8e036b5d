import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedColumns } from '../../../src/modules/secrets/sealed-columns.ts';
import { createEnvelope, type Envelope, SealError } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { tracesOf } from '../../support/known-person.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const secret = 'a secret for sealing that is long enough';
const place = { table: 'guardian_profiles', column: 'phone_sealed', row: 'row-1' };
let database: TestDatabase;
let jobs: pg.Pool;
let envelope: Envelope;
let school: string;
let otherSchool: string;

beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Pool({ connectionString: database.jobsUrl, max: 5 });
  envelope = createEnvelope(jobs, deriveKeys(secret).master);
  const people = createPeople(jobs);
  [school, otherSchool] = [await people.addOrganization(), await people.addOrganization()];
});
afterAll(async () => {
  await jobs.end();
  await database.drop();
});

const keyIdOf = (sealed: Buffer) => sealed.readUInt32BE(1);

describe('a sealed value', () => {
  it('[DAT-2] opens at its place, also in another process that has the secret', async () => {
    const sealed = await envelope.seal(school, place, '+34 600 11 22 33');
    expect(await envelope.openText(place, sealed)).toBe('+34 600 11 22 33');
    const elsewhere = createEnvelope(jobs, deriveKeys(secret).master);
    expect(await elsewhere.openText(place, sealed)).toBe('+34 600 11 22 33');
    const file = Buffer.from([0, 1, 2, 255]);
    expect(await envelope.open(place, await envelope.seal(school, place, file))).toEqual(file);
  });

  it.each([
    ['table', { ...place, table: 'game_credentials' }],
    ['column', { ...place, column: 'address_sealed' }],
    ['row', { ...place, row: 'row-2' }],
  ])('[DAT-2] opens in no other %s', async (_what, elsewhere) => {
    const sealed = await envelope.seal(school, place, 'moved');
    await expect(envelope.open(elsewhere, sealed)).rejects.toThrow(SealError);
    await expect(envelope.reseal(elsewhere, sealed)).rejects.toThrow(SealError);
  });

  it('[DAT-2] does not open when any bit of it was changed, or its end was cut', async () => {
    await envelope.seal(otherSchool, place, 'so that there is a second key');
    const sealed = await envelope.seal(school, place, 'whole');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      await expect(envelope.open(place, changed), `byte ${i}`).rejects.toThrow(SealError);
      await expect(envelope.open(place, sealed.subarray(0, i)), `cut at ${i}`).rejects.toThrow(SealError);
    }
  });

  it('[DAT-2] looks different every time, and never shows what it holds', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 200 }, () => envelope.seal(school, place, 'the same text')),
    );
    expect(new Set(sealed.map((one) => one.subarray(5).toString('hex'))).size).toBe(200);
    expect(new Set(sealed.map((one) => one.subarray(5, 17).toString('hex'))).size).toBe(200);
    for (const one of sealed) expect(one.includes('the same text')).toBe(false);
  });
});

describe('the keys', () => {
  it('[DAT-2] are one for each organization, however many servers ask for the first at once', async () => {
    const school = await createPeople(jobs).addOrganization();
    const servers = Array.from({ length: 5 }, () => createEnvelope(jobs, deriveKeys(secret).master));
    const ids = await Promise.all(servers.map(async (one) => keyIdOf(await one.seal(school, place, 'x'))));
    expect(new Set(ids).size).toBe(1);
    expect(keyIdOf(await envelope.seal(otherSchool, place, 'x'))).not.toBe(ids[0]);
  });

  it('[DAT-2] of one organization open nothing of another', async () => {
    const sealed = await envelope.seal(school, place, 'ours');
    const claimed = Buffer.from(sealed);
    claimed.writeUInt32BE(keyIdOf(await envelope.seal(otherSchool, place, 'theirs')), 1);
    await expect(envelope.open(place, claimed)).rejects.toThrow(SealError);
    // nor does a wrapped key that was put in another organization's row
    const fresh = await createPeople(jobs).addOrganization();
    const ofFresh = await envelope.seal(fresh, place, 'x');
    await jobs.query(
      'UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE id = $2) WHERE id = $1',
      [keyIdOf(ofFresh), keyIdOf(sealed)],
    );
    const later = createEnvelope(jobs, deriveKeys(secret).master);
    await expect(later.open(place, ofFresh)).rejects.toThrow();
  });

  it('[DAT-2] stand in the database wrapped: whoever has all of it opens nothing without the secret', async () => {
    const sealed = await envelope.seal(school, place, 'only with the secret');
    const thief = createEnvelope(jobs, deriveKeys('another secret that is long enough too').master);
    await expect(thief.open(place, sealed)).rejects.toThrow(/secret that is not given/);
    // also when the thief says that the own key wrapped it
    const kid = deriveKeys('another secret that is long enough too').master[0].kid;
    const { rows } = await jobs.query('SELECT master_key_id FROM data_keys WHERE id = $1', [keyIdOf(sealed)]);
    await jobs.query('UPDATE data_keys SET master_key_id = $1 WHERE id = $2', [kid, keyIdOf(sealed)]);
    await expect(thief.open(place, sealed)).rejects.toThrow();
    await jobs.query('UPDATE data_keys SET master_key_id = $1 WHERE id = $2', [
      rows[0].master_key_id,
      keyIdOf(sealed),
    ]);
    const { key } = deriveKeys(secret).master[0];
    for (const text of [secret, key.toString('hex'), key.toString('base64')])
      expect(await tracesOf({ database }, text)).toEqual([]);
  });

  it('[DAT-2] are the job role’s to read, never a request’s', async () => {
    const request = new pg.Client(database.appUrl);
    await request.connect();
    await expect(request.query('SELECT wrapped FROM data_keys')).rejects.toThrow(/permission denied/);
    await request.end();
  });
});

describe('the list of sealed columns', () => {
  it('[DAT-2] has every sealed column of the schema, with the key that its rows are named by', async () => {
    const { rows } = await jobs.query<{ table: string; column: string; key: string; type: string }>(
      `SELECT c.relname AS "table", a.attname AS "column", k.attname AS key, k.atttypid::regtype::text AS type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
         JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p' AND cardinality(p.conkey) = 1
         JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = p.conkey[1]
       WHERE a.attname LIKE '%\\_sealed' AND NOT a.attisdropped ORDER BY 1, 2`,
    );
    expect(rows.map(({ type, ...column }) => column)).toEqual(sealedColumns);
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['uuid']));
  });

  it('[DAT-2] and every other column of bytes is a hash or a wrapped key', async () => {
    const { rows } = await jobs.query<{ name: string }>(
      `SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.data_type = 'bytea' OR c.udt_name = '_bytea')
         AND c.column_name !~ '(_sealed|_hash|_hashes|sha256)$' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['audit_chain.hash', 'data_keys.wrapped']);
  });
});
