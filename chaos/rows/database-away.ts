import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseUrls } from '../../src/config.ts';
import { readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { cloneDatabase } from '../../test/support/clone-database.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { removeTestPostgres, seeded, startTestPostgres } from '../../test/support/postgres.setup.ts';
import { startWire } from '../../test/support/wire.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { familyOf } from '../process.ts';
import { type Fault, playWithoutDatabase, type Seen } from '../without-database.ts';

/** [DUR-4] The database of a running class goes away in every way it can, and comes back. */
export async function databaseAway(ground: Ground): Promise<Outcome> {
  const usual = { lastsMs: ground.short ? 3_000 : 30_000, comes: 'atOnce' } as const;
  const undo = new Undo();
  try {
    const { db, freeze } = ground.short ? await shared(ground, undo) : await own(undo);
    const wire = undo.add(await startWire(db.jobsUrl), (one) => one.stop());
    const database = { ownerUrl: db.ownerUrl, appUrl: wire.by(db.appUrl), jobsUrl: wire.by(db.jobsUrl) };
    const server = undo.add(await createOwnProcess({ database, environment }), (one) => one.remove());
    await server.start();
    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const playing = new PlayingClass(teacher, ground.short ? { players: 10 } : {});
    await playing.start();
    const end = () => wire.become('good');
    const faults: Fault[] = [
      ...(freeze ? [{ name: 'stopped', begin: () => freeze(true), end: () => freeze(false), ...usual }] : []),
      { name: 'cut off', begin: () => wire.become('away'), end, ...usual },
      { name: 'silent', begin: () => wire.become('silent'), end, ...usual },
    ];
    const seen: Seen[] = [];
    for (const fault of faults) {
      ground.say(`the database is ${fault.name}`);
      const before = playing.acknowledged.length;
      await until(() => playing.acknowledged.length > before, 'the class plays', 30_000);
      seen.push(await playWithoutDatabase(server, playing, fault));
    }
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    return {
      answers,
      figures: seen.flatMap(({ figures }) => figures),
      checks: [...noneLost(answers), ...seen.flatMap(({ checks }) => checks)],
    };
  } finally {
    await undo.all();
  }
}

interface Place {
  db: DatabaseUrls;
  /** Only where nobody else uses the server. */
  freeze: ((frozen: boolean) => void) | null;
}

async function shared(ground: Ground, undo: Undo): Promise<Place> {
  return { db: undo.add(await ground.database(), (one) => one.drop()), freeze: null };
}

/** A PostgreSQL that can be stopped without anybody else noticing. */
async function own(undo: Undo): Promise<Place> {
  const { postgres, dataDir } = undo.add(await startTestPostgres({ durable: true }), async (one) => {
    await one.postgres.stop();
    await removeTestPostgres(one.dataDir);
  });
  const db = await cloneDatabase(postgres, seeded);
  const pid = Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const freeze = (frozen: boolean) => {
    for (const one of familyOf(pid)) process.kill(one, frozen ? 'SIGSTOP' : 'SIGCONT');
  };
  undo.add(freeze, () => freeze(false));
  return { db, freeze };
}
