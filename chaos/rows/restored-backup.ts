import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTutti } from '@tutti/client';
import { createFamily } from '@tutti/client/admin';
import pg from 'pg';
import { readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { tracesOf } from '../../test/support/known-person.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { check, type Outcome } from '../outcome.ts';

/** The number alone, as the proof that somebody was deleted. */
const mayStay = ['tombstones', 'audit_logs', 'data_requests'];

/** [CON-6] A child plays, a backup is made, the child is deleted by the guardian, and years later that backup is put back. */
export async function restoredBackup({ database, say }: Ground): Promise<Outcome> {
  const undo = new Undo();
  try {
    const db = undo.add(await database(), (one) => one.drop());
    const server = undo.add(await createOwnProcess({ database: db, environment }), (one) => one.remove());
    const folder = undo.add(mkdtempSync(join(tmpdir(), 'tutti-backups-')), (one) =>
      rmSync(one, { recursive: true }),
    );
    const command = (script: string, ...args: string[]) =>
      execFileSync(process.execPath, [`scripts/${script}.ts`, ...args], {
        encoding: 'utf8',
        env: {
          ...process.env,
          ...environment,
          LOG_LEVEL: 'error',
          DATA_DIR: server.dataDir,
          DATABASE_OWNER_URL: db.ownerUrl,
          DATABASE_URL: db.appUrl,
          DATABASE_JOBS_URL: db.jobsUrl,
        },
      });
    await server.start();
    const passwords = JSON.parse(await readFile(join(server.dataDir, 'demo-accounts.json'), 'utf8'));
    const account = (login: string) =>
      ({ login, password: passwords[login] as string, keep: 'body' }) as const;

    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const mission = (await teacher.missions({ limit: 1 })).items[0]!;
    const { id, pin } = await teacher.openSession(mission.id, { getReadySeconds: 0 });
    const host = await teacher.host(id);
    const child = createTutti({ url: server.url });
    await child.signIn(account('maya'));
    const player = await child.joinAsMyself({ pin: pin! });
    await host.start();
    await until(() => player.view.phase.name === 'question', 'the question');
    await player.answer([0]).catch(() => undefined);
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the report');
    const childId = await idOf(db.ownerUrl, 'maya');
    const places = async () =>
      (await tracesOf({ database: db }, childId)).filter(
        (place) => !mayStay.some((table) => place.startsWith(table)),
      );

    const before = await places();
    command('backup', '--to', folder);
    const backup = join(folder, readdirSync(folder).find((name) => name.endsWith('.tar.gz'))!);
    say('a backup is made; the guardian deletes the child');
    const guardian = createTutti({ url: server.url });
    await guardian.signIn(account('guardian@tutti.example'));
    await createFamily(guardian).eraseChild(childId, { password: passwords['guardian@tutti.example'] });
    const erased = await places();
    await server.kill('SIGTERM');
    say('the backup is put back');
    const told = command('restore', backup, '--replace');
    const restored = await places();
    await server.start();
    const started = await places();
    return {
      answers: null,
      figures: [
        `the child stood in ${before.length} places of the database before, in ${erased.length} after the deletion, in ${restored.length} after the restore, in ${started.length} after the start`,
      ],
      checks: [
        check('the backup held the child', before.length > 0 && told.includes('Erased again: 1.')),
        check('deleted children stay deleted', erased.length + restored.length + started.length === 0),
      ],
    };
  } finally {
    await undo.all();
  }
}

async function idOf(ownerUrl: string, username: string): Promise<string> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM users WHERE username = $1', [username]);
  await client.end();
  return rows[0]!.id;
}
