import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import {
  answered,
  ask,
  countEvents,
  joinRaw,
  lastOf,
  openClass,
  order,
  payloadsOf,
  readPlan,
  rejoinRaw,
  rightChoices,
  savedIn,
  signIn,
  staffRaw,
  submit,
  until,
  untilPhase,
  untilQuestion,
  wrongChoices,
} from '../../support/class-play.ts';
import { pressInTwoTabs, type RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ MESSAGES_PER_SECOND: '200' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const answersOf = (sessionId: string) => countEvents(server.app.db.jobs, sessionId, 'answer.accepted');

/** A class in its first question. */
async function inQuestion(names: string[], settings = {}) {
  const open = await openClass(teacher, { secondsPerQuestion: 120, ...settings });
  const players = await Promise.all(names.map((name) => joinRaw(server.url, open.pin, name)));
  await open.host.start();
  for (const player of players) await untilQuestion(player, 0);
  return { ...open, players, ann: players[0]!, ben: players[1]! };
}

describe('an acknowledgement', () => {
  test('[ANS-1] [DUR-4] comes after the row is stored: while the database hangs none comes and the clock stands and "saving" is told, then all come', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Learner ${i}`);
    const { id, host, players, ann } = await inQuestion([...names, 'Late', 'Silent']);
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE live_events IN EXCLUSIVE MODE');
    for (const player of players.slice(0, 12)) submit(player, 0, [0]);
    await until(() => lastOf(ann, 'saving')?.waiting === true, '"saving" is told');
    await until(() => host.view.saving, 'the host sees it too');
    const stands = host.remainingMs()!;
    expect(host.view.paused).toEqual({ reason: 'saving', remainingMs: stands });
    expect(players.map((player) => savedIn(player, 0))).toEqual(Array(14).fill(0));
    expect(
      (
        await owner.query(
          `SELECT count(*)::int AS n FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
          [id],
        )
      ).rows,
    ).toEqual([{ n: 0 }]);

    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(host.remainingMs()).toBe(stands);
    submit(players[12]!, 0, [0]);
    const locked = performance.now();
    await owner.query('COMMIT');
    await until(() => savedIn(players[12]!, 0) === 1, 'what was given while the clock stood counts as well');
    await until(() => host.view.paused === null, 'the clock goes on');
    expect(Math.abs(host.remainingMs()! - stands)).toBeLessThan(400);
    await until(
      () => players.slice(0, 12).every((player) => savedIn(player, 0) === 1),
      'all are acknowledged',
    );
    expect(performance.now() - locked).toBeLessThan(2_000);
    expect(await answersOf(id)).toBe(13);
    await until(() => lastOf(ann, 'saving')?.waiting === false, '"saving" is over');
    await owner.end();
    await host.end();
  });

  test('[ANS-1] that someone has is in the log, for every one of a class that answers at once', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `Learner ${i}`);
    const { id, host, players } = await inQuestion([...names, 'Silent']);
    const elsewhere = new pg.Pool({ connectionString: server.database.ownerUrl, max: 10 });
    const missing: string[] = [];
    await Promise.all(
      players.slice(0, 40).map(async (player) => {
        expect(await answered(player, 0, [0])).toBe('saved');
        const { rows } = await elsewhere.query(
          `SELECT 1 FROM live_events WHERE session_id = $1 AND participant_id = $2 AND type = 'answer.accepted'`,
          [id, player.joined.participantId],
        );
        if (rows.length !== 1) missing.push(player.joined.nickname);
      }),
    );
    expect(missing).toEqual([]);
    await elsewhere.end();
    await host.end();
  });
});

describe('an answer that does not fit', () => {
  test('[ANS-2] is refused with its code, takes no attempt, and leaves the next round alone', async () => {
    const { id, host, ann, ben } = await inQuestion(['Ann', 'Ben', 'Cem']);
    expect(await answered(ann, 1, [0])).toBe('answer/other-question');
    expect(await answered(ann, 14, [0])).toBe('answer/other-question');
    expect(await answered(ann, 9_999, [0])).toBe('answer/other-question');
    const anotherVote = randomUUID();
    ann.send('submitAnswer', { round: 0, vote: 2, answerId: anotherVote, answer: [0] });
    await until(() => lastOf(ann, 'answerRefused')?.answerId === anotherVote, 'the refusal');
    expect(lastOf(ann, 'answerRefused')!.code).toBe('answer/other-question');
    for (const position of [7, 50]) expect(await answered(ann, 0, [position])).toBe('answer/malformed');
    expect(await answered(ann, 0, [0, 0])).toBe('answer/malformed');
    expect(await answersOf(id)).toBe(0);
    expect(await answered(ann, 0, [0])).toBe('saved');

    await host.next();
    await untilPhase(host, 'reveal');
    expect(await answered(ben, 0, [0])).toBe('answer/round-closed');
    expect(await answered(ann, 0, [1])).toBe('answer/round-closed');
    expect(await answered(ben, 1, [0])).toBe('answer/too-early');
    await host.next();
    await untilQuestion(ben, 1);
    expect(await answered(ben, 0, [0])).toBe('answer/round-closed');
    const plan = await readPlan(server.app.db.jobs, id);
    expect(await answered(ben, 1, rightChoices(plan, 1))).toBe('saved');
    expect(await answersOf(id)).toBe(2);
    await host.end();
  });

  test('[ANS-2] is refused from host, projector and a player who was removed', async () => {
    const { id, host, ann, ben } = await inQuestion(['Ann', 'Ben']);
    for (const as of ['host', 'projector'] as const) {
      const seat = await staffRaw(teacher, id, as);
      expect(await answered(seat, 0, [0])).toBe('answer/not-a-player');
      seat.close();
    }
    const kick = host.kick(ann.joined.participantId);
    submit(ann, 0, [0]);
    await kick;
    expect(await ann.closed).toBe(4100);
    expect(await answered(ben, 0, [0])).toBe('saved');
    expect(await answersOf(id)).toBeLessThanOrEqual(2);
    const { rows } = await server.app.db.jobs.query(
      `SELECT count(*)::int AS n FROM live_events a JOIN live_events k ON k.session_id = a.session_id AND k.type = 'player.kicked'
       WHERE a.session_id = $1 AND a.type = 'answer.accepted' AND a.participant_id = k.participant_id AND a.seq > k.seq`,
      [id],
    );
    expect(rows).toEqual([{ n: 0 }]);
    await host.end();
  });
});

describe('the first accepted answer counts', () => {
  test('[ANS-3] of 20 parallel submits from two tabs of one player one row stays, and every reply says the same, round after round', async () => {
    const { id, host, ann, ben } = await inQuestion(['Ann', 'Ben']);
    const plan = await readPlan(server.app.db.jobs, id);
    const { participantId, resumeToken } = ann.joined;
    let tab: RawClient = ann;
    for (let round = 0; round < 5; round++) {
      await untilQuestion(tab, round);
      const { body } = await ask(server.url, 'POST', '/rejoin', { resumeToken });
      const sent: Record<'first' | 'second', string[]> = { first: [], second: [] };
      const first = tab;
      const heard = first.messages.length;
      const second = await pressInTwoTabs(server.url, first, body.seat, (which) => {
        const [name, choices] =
          which === first
            ? (['first', rightChoices(plan, round)] as const)
            : (['second', wrongChoices(plan, round)] as const);
        sent[name].push(submit(which, round, choices));
      });
      expect(await first.closed).toBe(closeCodes.replaced);
      const refusedIn = (which: RawClient) =>
        payloadsOf(which, 'answerRefused').filter((one) => one.round === round);
      await until(() => savedIn(second, round) + refusedIn(second).length >= 10, 'a reply to each');
      const { rows } = await server.app.db.jobs.query<{ answer_id: string; payload: { answer: number[] } }>(
        `SELECT answer_id, payload FROM live_events
         WHERE session_id = $1 AND participant_id = $2 AND round = $3 AND type = 'answer.accepted'`,
        [id, participantId, round],
      );
      expect(rows).toHaveLength(1);
      const [stored] = rows;
      const isOfFirst = sent.first.includes(stored!.answer_id);
      for (const which of [first, second])
        for (const { answerId, code } of refusedIn(which)) {
          expect(code).toBe('answer/already-answered');
          expect(answerId).not.toBe(stored!.answer_id);
        }
      expect(first.messages.slice(heard).map(({ type }) => type)).not.toContain('roundClosed');
      expect(refusedIn(second)).toHaveLength(isOfFirst ? 10 : 9);
      expect(savedIn(first, round)).toBeLessThanOrEqual(1);
      expect(savedIn(second, round)).toBeLessThanOrEqual(1);

      // asked once more, each gets the reply of before
      const anew = (answerId: string) => answered(second, round, stored!.payload.answer, answerId);
      expect(await anew(stored!.answer_id)).toBe('saved');
      const lost = [...sent.first, ...sent.second].find((answerId) => answerId !== stored!.answer_id)!;
      expect(await anew(lost)).toBe('answer/already-answered');
      expect(await answered(ben, round, rightChoices(plan, round))).toBe('saved');
      await until(() => payloadsOf(second, 'roundClosed').length === 1, 'the reveal');
      expect(lastOf(second, 'roundClosed')![1]).toMatchObject({
        answer: isOfFirst ? rightChoices(plan, round) : wrongChoices(plan, round),
      });
      await untilPhase(host, 'reveal');
      await host.next();
      tab = second;
    }
    expect(await answersOf(id)).toBe(10);
    await host.end();
  });

  test('[ANS-3] of two tabs of one player, wherever they press', async () => {
    const { id, host, ann } = await inQuestion(['Ann', 'Ben']);
    const first = answered(ann, 0, [0]);
    const second = await rejoinRaw(server.url, ann.joined);
    expect(await first).toBe('saved');
    expect(lastOf(second, 'welcome')!.phase).toMatchObject({ name: 'question', answered: [0] });
    expect(await answered(second, 0, [1])).toBe('answer/already-answered');
    expect(await answersOf(id)).toBe(1);
    await host.end();
  });

  test('[ANS-3] the same id again gets the same reply, after the round and on another seat too; with another question it is none', async () => {
    const { id, host, ann } = await inQuestion(['Ann', 'Ben']);
    const answerId = randomUUID();
    expect(await answered(ann, 0, [0], answerId)).toBe('saved');
    expect(await answered(ann, 0, [0], answerId)).toBe('saved');
    const back = await rejoinRaw(server.url, ann.joined);
    expect(await answered(back, 0, [0], answerId)).toBe('saved');
    await host.next();
    await untilPhase(host, 'reveal');
    expect(await answered(back, 0, [0], answerId)).toBe('saved');
    await host.next();
    await untilQuestion(back, 1);
    expect(await answered(back, 1, [0], answerId)).toBe('answer/malformed');
    expect(await answered(back, 1, [0])).toMatch(/saved|malformed/);
    expect(
      (
        await server.app.db.jobs.query(
          `SELECT count(*)::int AS n FROM live_events WHERE session_id = $1 AND answer_id = $2`,
          [id, answerId],
        )
      ).rows,
    ).toEqual([{ n: 1 }]);
    await host.end();
  });

  test('[ANS-3] an id is the own of a player: two may use the same', async () => {
    const { id, host, ann, ben } = await inQuestion(['Ann', 'Ben', 'Cem']);
    expect(await answered(ann, 0, [0], 'the-same-id')).toBe('saved');
    expect(await answered(ben, 0, [1], 'the-same-id')).toBe('saved');
    expect(await answersOf(id)).toBe(2);
    await host.end();
  });

  test('[ANS-3] by the table itself: neither a second row nor a used id is stored', async () => {
    const { id, host, ann } = await inQuestion(['Ann', 'Ben']);
    expect(await answered(ann, 0, [0], 'answer-one')).toBe('saved');
    const insert = (seq: number, round: number, answerId: string) =>
      server.app.db.jobs.query(
        `INSERT INTO live_events (session_id, seq, epoch, type, participant_id, round, vote, answer_id, payload, clock_ms)
         VALUES ($1, $2, 1, 'answer.accepted', $3, $4, 1, $5, '{}', 0)`,
        [id, seq, ann.joined.participantId, round, answerId],
      );
    await expect(insert(9_001, 0, 'answer-two')).rejects.toMatchObject({
      constraint: 'live_events_answer_uq',
    });
    await expect(insert(9_002, 1, 'answer-one')).rejects.toMatchObject({
      constraint: 'live_events_answer_id_uq',
    });
    expect(await order(await staffRaw(teacher, id, 'host'), { verb: 'end' })).toBeNull();
    await host.leave();
  });
});
