import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/figures.ts';
import { joinRaw, readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { startWire } from '../../test/support/wire.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { writeLongMission } from '../long-mission.ts';
import { openNamespace } from '../namespace.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { megabytes, milliseconds, watchMemory } from '../process.ts';

const deafPlayers = 100;
/** Rounds without and with them. */
const before = 30;
const after = 110;
const mostBytesEach = 1_048_576;
/** Of the acknowledgement's p99: beside the noise of two halves of one run. */
const unharmed = { times: 1.5, plusMs: 10 };

/** [DUR-8] A hundred devices of a class read nothing any more, and do not hang up. */
export async function deaf({ short, database, say }: Ground): Promise<Outcome> {
  const [quietRounds, rounds] = short ? [10, 100] : [before, after];
  const undo = new Undo();
  try {
    // what a socket takes in is not the program's: with small buffers the queue in the program fills up
    const { under, one, limitSendBuffers } = openNamespace(undo);
    limitSendBuffers(16_384);
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
        address: one.there,
        under,
      }),
      (it) => it.remove(),
    );
    await server.start();
    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const missionId = await writeLongMission(teacher, quietRounds + rounds);
    const playing = new PlayingClass(teacher, { missionId, thinkMs: 100 });
    await playing.gather();
    const pin = playing.host.view.pin!;
    const ears = await Promise.all(
      Array.from({ length: deafPlayers }, (_, i) =>
        joinRaw(server.url, pin, `Deaf ${'bdghjkptxz'[Math.floor(i / 10)]}${'bdghjkptxz'[i % 10]}`),
      ),
    );
    undo.add(ears, (all) => {
      for (const { socket } of all) socket.terminate();
    });
    const { host } = playing;
    /** Those who hear answer; the host does not wait for the others. */
    const playRounds = async (count: number) => {
      const from = playing.acknowledged.length;
      for (let i = 0; i < count; i++) {
        const have = playing.acknowledged.length;
        await until(
          () => playing.acknowledged.length === have + playing.players.length,
          'the answers of a round',
          30_000,
        );
        await host.next();
        await until(() => host.view.phase.name === 'reveal', 'the reveal');
        await host.next();
      }
      return playing.acknowledged.slice(from).map(({ took }) => took);
    };
    await host.start();
    const quiet = await playRounds(quietRounds);
    say(`${deafPlayers} read nothing any more`);
    const memory = watchMemory(server.pid!);
    for (const { socket } of ears) (socket as unknown as { _socket: Socket })._socket.pause();
    const beside = await playRounds(rounds - 1);
    const most = memory.most();
    const nicknames = new Set(playing.players.map(({ view }) => view.you!.nickname));
    const left = () =>
      host.view.host!.players.filter((one) => one.connected && !nicknames.has(one.nickname)).length;
    await wait(1_000);
    const stillIn = left();
    await host.end();
    await until(
      async () => (await teacher.session(playing.sessions[0]!)).status === 'ended',
      'the report',
      30_000,
    );
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    const p99 = { quiet: quantile(quiet, 0.99), beside: quantile(beside, 0.99) };
    return {
      answers,
      figures: [
        `${rounds} rounds of 14 KB: the acknowledgements of the others p50 ${milliseconds(quantile(quiet, 0.5))} before and ${milliseconds(quantile(beside, 0.5))} beside the deaf, p99 ${milliseconds(p99.quiet)} and ${milliseconds(p99.beside)}`,
        `memory ${megabytes(most)} more; ${deafPlayers - stillIn} of ${deafPlayers} were let go`,
      ],
      checks: [
        ...noneLost(answers),
        check(
          `the others' p99 unharmed: ${milliseconds(p99.beside)} after ${milliseconds(p99.quiet)}`,
          p99.beside <= unharmed.times * p99.quiet + unharmed.plusMs,
        ),
        check(`≤ 1 MB each: ${megabytes(most / deafPlayers)}`, most <= deafPlayers * mostBytesEach),
        check(`all are let go: ${stillIn} left`, stillIn === 0),
        check(`nobody else lost the connection: ${playing.breaks.length}`, playing.breaks.length === 0),
      ],
    };
  } finally {
    await undo.all();
  }
}
