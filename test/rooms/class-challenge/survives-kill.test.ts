// @module-tag durability
import { createTutti, type HostChallenge, type PlayerChallenge } from '@tutti/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDemoAccount, until } from '../../support/class-play.ts';
import { createServerProcess, type ServerProcess } from '../../support/server-process.ts';

const players = 30;
const rounds = 5;
/** The round in whose middle the server dies. */
const killedIn = 2;

let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess();
  await server.start();
}, 60_000);
afterAll(() => server?.remove());

test('[DUR-2] [DUR-1] [DUR-6] after SIGKILL in the middle of a question 30 players finish by themselves, every acknowledged answer counted once', async () => {
  const teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...readDemoAccount(server.dataDir, 'teacher'), keep: 'body' });
  const { items } = await teacher.missions({ limit: 100 });
  const mission = items.find(({ slug }) => slug === 'spot-the-fake')!;
  const { id, pin } = await teacher.openSession(mission.id, { getReadySeconds: 0, standings: 'off' });
  const host = await teacher.host(id);
  const class30 = await Promise.all(
    Array.from({ length: players }, (_, i) =>
      createTutti({ url: server.url }).join({ pin: pin!, nickname: `Learner ${i}` }),
    ),
  );
  const saved = new Map<string, number[]>();
  for (const [i, player] of class30.entries()) answerEverything(player, i, saved);

  let killed: Promise<void> | null = null;
  let remainingBefore = 0;
  let remainingAfter = 0;
  await host.start();
  for (let round = 0; round < rounds; round++) {
    await until(() => phaseRound(host) === round && host.view.phase.name === 'question', `question ${round}`);
    if (round === killedIn) {
      // the last ten of the class do not answer before the server is gone
      await until(() => (saved.get(String(round))?.length ?? 0) >= players - 10, 'twenty answers');
      remainingBefore = host.remainingMs()!;
      killed = server.kill('SIGKILL').then(() => server.start());
      await killed;
      await until(() => host.connection === 'connected', 'the host is back', 20_000);
      await until(
        () => class30.every(({ connection }) => connection === 'connected'),
        'everyone is back',
        20_000,
      );
      remainingAfter = host.remainingMs()!;
      expect(phaseRound(host)).toBe(killedIn);
      lateOnes(class30).forEach((player) => void player.answer([0]).then(() => note(saved, round, player)));
    }
    await until(() => host.view.phase.name === 'reveal', `the end of round ${round}`, 30_000);
    await (round < rounds - 1 ? host.next() : host.end());
  }

  expect(remainingAfter).toBeGreaterThan(0);
  expect(remainingAfter).toBeLessThanOrEqual(remainingBefore + 1_000);
  await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');

  const acknowledged = [...saved.values()].reduce((sum, who) => sum + who.length, 0);
  const client = new pg.Client(server.database.ownerUrl);
  await client.connect();
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM live_answers WHERE session_id = $1) AS projected,
            (SELECT count(*)::int FROM live_events WHERE session_id = $1 AND type = 'answer.accepted') AS logged,
            (SELECT count(*)::int FROM outbox_events WHERE event_type = 'session.ended') AS ended,
            (SELECT bool_and(p.score = coalesce((SELECT sum(a.points) FROM live_answers a WHERE a.participant_id = p.id), 0))
             FROM live_participants p WHERE p.session_id = $1) AS totals_agree`,
    [id],
  );
  await client.end();
  expect(acknowledged).toBe(players * rounds);
  expect(rows[0]).toEqual({ projected: acknowledged, logged: acknowledged, ended: 1, totals_agree: true });
}, 120_000);

function answerEverything(player: PlayerChallenge, i: number, saved: Map<string, number[]>): void {
  player.on('question', ({ round, pick }) => {
    if (round === killedIn && i >= players - 10) return;
    void player
      .answer(Array.from({ length: pick }, (_, choice) => choice))
      .then(() => note(saved, round, player));
  });
}
const lateOnes = (all: PlayerChallenge[]) => all.slice(-10);

function note(saved: Map<string, number[]>, round: number, player: PlayerChallenge): void {
  saved.set(String(round), [
    ...(saved.get(String(round)) ?? []),
    Number(player.view.you!.nickname.split(' ')[1]),
  ]);
}

function phaseRound(host: HostChallenge): number {
  const { phase } = host.view;
  return phase.name === 'question' ? phase.question.round : -1;
}
