import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Tutti, TuttiError } from '@tutti/client';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded.ts';
import { readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { check, listed, noneLost, type Outcome, Skipped } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { playWithoutDatabase } from '../without-database.ts';

const diskMegabytes = 300;
const fullMs = 15_000;

/** [DUR-4] PostgreSQL on a small disk, which gets full while a class plays, and is cleared again. */
export async function diskFull({ say }: Ground): Promise<Outcome> {
  const undo = new Undo();
  try {
    const disk = mountDisk(undo);
    const postgres = undo.add(await startEmbeddedPostgres({ dataDir: join(disk, 'data') }), (one) =>
      one.stop(),
    );
    const server = undo.add(await createOwnProcess({ database: postgres, environment }), (one) =>
      one.remove(),
    );
    await server.start();
    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const playing = new PlayingClass(teacher);
    await playing.start();
    await until(() => playing.acknowledged.length > 30, 'the class plays', 30_000);
    const rubbish = join(disk, 'rubbish');
    say('the disk gets full');
    const teaching = openClasses(teacher);
    const { figures, checks } = await playWithoutDatabase(server, playing, {
      name: 'disk full',
      begin: () => fill(rubbish),
      end: () => rmSync(rubbish),
      lastsMs: fullMs,
      comes: 'byAndBy',
    });
    const opened = await teaching.stop();
    await playing.finish();
    const answers = await auditAnswers(postgres, playing.sessions, playing.acknowledged);
    return {
      answers,
      figures: [...figures, `a teacher who opened classes meanwhile got ${listed(opened)}`],
      checks: [
        ...noneLost(answers),
        ...checks,
        check(
          'opening a class is refused while the disk is full',
          [...opened.keys()].some((what) => what !== 'a class'),
        ),
        check('who cannot be served is told so, and not of an unknown fault', !opened.has('server/internal')),
      ],
    };
  } finally {
    await undo.all();
  }
}

/** A teacher who opens a class each half second, and keeps what came of it. */
function openClasses(teacher: Tutti) {
  const outcomes = new Map<string, number>();
  let stopping = false;
  const opening = (async () => {
    const { id } = (await teacher.missions({ limit: 1 })).items[0]!;
    while (!stopping) {
      const outcome = await teacher.openSession(id).then(
        () => 'a class',
        (error) => (error instanceof TuttiError ? error.code : String(error)),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      await wait(500);
    }
  })();
  return {
    async stop() {
      stopping = true;
      await opening;
      return outcomes;
    },
  };
}

function mountDisk(undo: Undo): string {
  const folder = undo.add(mkdtempSync(join(tmpdir(), 'tutti-disk-')), (one) =>
    rmSync(one, { recursive: true }),
  );
  const { status, error } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${diskMegabytes}m`,
    'tmpfs',
    folder,
  ]);
  if (status !== 0 || error)
    throw new Skipped('A small disk cannot be mounted here: that takes Linux and root.');
  undo.add(folder, (one) => spawnSync('umount', ['-l', one]));
  return folder;
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const size of [1_048_576, 4_096]) {
      const block = Buffer.alloc(size, 1);
      try {
        while (writeSync(descriptor, block) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
