import pg from 'pg';
import { readDemoAccount, signIn, until } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';

/** A class whose second question is damaged beyond what the room can bear, beside one that is whole. */
export async function throwingHandler({ database, say }: Ground): Promise<Outcome> {
  const undo = new Undo();
  try {
    const db = undo.add(await database(), (one) => one.drop());
    const server = undo.add(await createOwnProcess({ database: db, environment }), (one) => one.remove());
    await server.start();
    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const damaged = new PlayingClass(teacher, { mission: 'teach-the-machine' });
    const whole = new PlayingClass(teacher);
    await damaged.gather();
    await server.kill('SIGKILL');
    const client = undo.add(new pg.Client(db.ownerUrl), (one) => one.end());
    await client.connect();
    // asking it fails in the middle of the room's work
    await client.query(
      `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{rounds,1}', snapshot #> '{rounds,1}' || '{"kind": "multiple_choice", "key": null}') WHERE id = $1`,
      damaged.sessions,
    );
    const lost = performance.now();
    await server.start();
    const { pid } = server;
    await damaged.allBack(lost, performance.now());
    await whole.start();
    const { host } = damaged;
    await until(() => host.connection === 'connected', 'the host is back');
    await host.start();
    await until(() => host.view.phase.name === 'reveal', 'the first question is answered', 30_000);
    say('the second question is asked');
    await host.next();
    await until(() => server.output().includes('an event could not be told'), 'it is noted');
    await host.skip();
    const { length: before } = damaged.acknowledged;
    await until(
      () => damaged.acknowledged.length >= before + damaged.players.length,
      'the third is answered',
      30_000,
    );
    const beside = whole.acknowledged.length;
    await until(() => whole.acknowledged.length > beside, 'the class beside it goes on', 30_000);
    await until(() => host.view.phase.name === 'reveal', 'the third question is over', 30_000);
    await host.end();
    await whole.finish();
    const sessions = [...damaged.sessions, ...whole.sessions];
    const answers = await auditAnswers(db, sessions, [...damaged.acknowledged, ...whole.acknowledged]);
    return {
      answers,
      figures: [
        `the damaged class: ${damaged.acknowledged.length} answers to two questions, the one beside it ${whole.acknowledged.length}`,
      ],
      checks: [
        ...noneLost(answers),
        check(
          'the room goes on with the next question',
          damaged.acknowledged.length === 2 * damaged.players.length,
        ),
        check('so do the process and the room beside it', server.pid === pid),
      ],
    };
  } finally {
    await undo.all();
  }
}
