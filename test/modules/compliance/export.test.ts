import { strFromU8, unzipSync } from 'fflate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSections, notExported } from '../../../src/modules/compliance/export-sections.ts';
import { addKnownChild, type KnownChild } from '../../support/known-person.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let child: KnownChild;
beforeAll(async () => {
  server = await startBareServer();
  child = await addKnownChild(server);
});
afterAll(() => server.stop());

const unzip = (content: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(content)).map(([name, bytes]) => [name, strFromU8(bytes)]));

async function download(path: string, token: string) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

describe('[CON-6] an export', () => {
  it('holds everything about a child in JSON and CSV, explains itself, and gives no secret away', async () => {
    const { filename, content } = await server.app.compliance.exports.exportPerson(child.childId, 'en');
    expect(filename).toMatch(/\.zip$/);
    const files = unzip(content);
    for (const { name } of exportSections) {
      expect(Object.keys(files)).toEqual(expect.arrayContaining([`json/${name}.json`, `csv/${name}.csv`]));
    }
    const json = (name: string) => JSON.parse(files[`json/${name}.json`]!);
    expect(json('account')).toMatchObject([{ display_name: `kid-${child.canary}`, grade_level: '5' }]);
    expect(json('consents')).toHaveLength(3);
    expect(json('classes')).toMatchObject([{ class: '5b', role: 'student' }]);
    expect(json('answers')).toMatchObject([{ session: 'A class', question: 1, points: 950 }]);
    expect(json('game-logins')).toMatchObject([{ game_name: `Chess ${child.canary}` }]);
    expect(json('family')).toMatchObject([{ who: 'guardian' }]);
    expect(files['README.txt']).toContain(`kid-${child.canary}`);
    const all = Object.values(files).join('\n');
    for (const secret of [`hash ${child.canary}`, 'password_sealed', 'refresh_token', 'token_hash']) {
      expect(all).not.toContain(secret);
    }
    const spanish = unzip((await server.app.compliance.exports.exportPerson(child.childId, 'es')).content);
    expect(spanish['README.txt']).toContain('Todo lo que está guardado');
  });

  it('makes cells harmless that a spreadsheet would run', async () => {
    await server.app.db.jobs.query(
      `UPDATE user_profiles SET display_name = '=HYPERLINK("x")' WHERE user_id = $1`,
      [child.guardianId],
    );
    const files = unzip((await server.app.compliance.exports.exportPerson(child.guardianId, 'en')).content);
    expect(files['csv/account.csv']).toContain(`"'=HYPERLINK(""x"")"`);
    expect(JSON.parse(files['json/account.json']!)[0].display_name).toBe('=HYPERLINK("x")');
  });

  it('forgets no table: whoever knows people is exported, or it is said why not', async () => {
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    const { rows } = await owner.query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
       WHERE k.contype = 'f' AND k.confrelid = 'users'::regclass AND NOT c.relispartition ORDER BY 1`,
    );
    await owner.end();
    const covered = new Set([...exportSections.flatMap(({ tables }) => tables), ...Object.keys(notExported)]);
    expect(rows.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('of oneself is a download; of another it is the administrator’s, audited, and written down as a disclosure', async () => {
    await addPerson(server, { email: 'officer@school.example', role: 'admin' });
    await addPerson(server, { email: 'curious@school.example', role: 'teacher' });
    const officer = (await signIn(server, 'officer@school.example')).accessToken;
    const teacher = (await signIn(server, 'curious@school.example')).accessToken;
    const own = await download('/me/export?locale=es', teacher);
    expect(own).toMatchObject({ status: 200, type: 'application/zip' });
    expect(Object.keys(unzip(own.bytes))).toContain('json/account.json');
    expect((await download(`/people/${child.childId}/export`, teacher)).status).toBe(403);
    expect((await download(`/people/${crypto.randomUUID()}/export`, officer)).status).toBe(404);
    expect((await download(`/people/${child.childId}/export`, officer)).status).toBe(200);
    const { body } = await call<{ items: { recipient: string }[] }>(
      server,
      `/disclosures?subjectId=${child.childId}`,
      { token: officer },
    );
    expect(body.items.map(({ recipient }) => recipient)).toContain('Administrator of the organization');
    const { rows } = await server.app.db.jobs.query(
      `SELECT entity_id FROM audit_logs WHERE action = 'person.exported' AND actor_id <> entity_id::uuid`,
    );
    expect(rows).toEqual([{ entity_id: child.childId }]);
  });
});
