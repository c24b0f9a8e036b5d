import { setTimeout as wait } from 'node:timers/promises';
import { readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { startWire } from '../../test/support/wire.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { openNamespace } from '../namespace.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';
import { playWithoutDatabase } from '../without-database.ts';

const playsOnWithinMs = 15_000;

/** [DUR-4] The server is on a machine of its own, and packets on the way to it and from it are lost without a sign. */
export async function blackHole({ short, database, say }: Ground): Promise<Outcome> {
  const lastsMs = short ? 5_000 : 30_000;
  const undo = new Undo();
  try {
    const { under, one, two, loseInside, loseHere } = openNamespace(undo);
    const db = undo.add(await database(), (it) => it.drop());
    const wire = undo.add(await startWire(db.jobsUrl, one.here), (it) => it.stop());
    const server = undo.add(
      await createOwnProcess({
        database: {
          ownerUrl: wire.by(db.ownerUrl),
          appUrl: wire.by(db.appUrl),
          jobsUrl: wire.by(db.jobsUrl),
        },
        environment: { ...environment, HOST: '0.0.0.0' },
        address: two.there,
        under,
      }),
      (it) => it.remove(),
    );
    await server.start();
    const playing = new PlayingClass(await signIn(server.url, readDemoAccount(server.dataDir, 'teacher')));
    await playing.start();
    await until(() => playing.acknowledged.length > 30, 'the class plays', 30_000);

    say('no reply of the database arrives');
    const without = await playWithoutDatabase(server, playing, {
      name: 'database in a black hole',
      begin: () => loseHere(one.there, true),
      end: () => loseHere(one.there, false),
      lastsMs,
      comes: 'atOnce',
    });

    const before = playing.acknowledged.length;
    await until(() => playing.acknowledged.length > before, 'the class plays', 30_000);
    say('nothing of the server arrives');
    loseInside(two.here, true);
    await wait(lastsMs);
    const during = playing.acknowledged.length;
    loseInside(two.here, false);
    const ended = performance.now();
    const everybody = new Set(playing.players.map(({ participantId }) => participantId));
    const heard = () =>
      new Set(playing.acknowledged.slice(during).map(({ participantId }) => participantId)).size;
    await until(() => heard() >= everybody.size, 'everybody plays on', 60_000).catch(() => undefined);
    const playsOn = performance.now() - ended;
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    return {
      answers,
      figures: [
        ...without.figures,
        `players in a black hole for ${seconds(lastsMs)}: all had an answer stored ${seconds(playsOn)} after it; ${playing.breaks.length} connections were made anew`,
      ],
      checks: [
        ...noneLost(answers),
        ...without.checks,
        check(`players in a black hole: all play on ≤ 15 s: ${seconds(playsOn)}`, playsOn <= playsOnWithinMs),
      ],
    };
  } finally {
    await undo.all();
  }
}
