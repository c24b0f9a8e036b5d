import type { HostChallenge, Tutti } from '@tutti/client';
import { createTutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HostCommand } from '../../../src/wire/messages.ts';
import {
  answered,
  countEvents,
  joinRaw,
  lastOf,
  openClass,
  order,
  payloadsOf,
  type RawPlayer,
  readPlan,
  rejoinRaw,
  signIn,
  staffRaw,
  until,
  untilPhase,
  untilQuestion,
} from '../../support/class-play.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const events = (sessionId: string, type?: string) => countEvents(server.app.db.jobs, sessionId, type);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks the room for its clock and gives what the session's time is now, on this machine's `performance.now()`. */
async function clockOf(client: RawClient): Promise<() => number> {
  client.send('readClock', { id: 1 });
  const asked = performance.now();
  await until(() => payloadsOf(client, 'clock').length > 0, 'the clock');
  const offset = lastOf(client, 'clock')!.at - (asked + performance.now()) / 2;
  return () => performance.now() + offset;
}

describe('the phases', () => {
  test('[RND-1] a command in the wrong phase is refused with a code and changes nothing', async () => {
    const { id, pin, host } = await openClass(teacher, { getReadySeconds: 10, standings: 'each' });
    const second = await staffRaw(teacher, id, 'host');
    const ann = await joinRaw(server.url, pin, 'Ann');
    const refuses = async (refused: [HostCommand, string][]) => {
      const { phase, step, paused } = host.view;
      const before = await events(id);
      for (const [command, code] of refused) expect(await order(second, command), command.verb).toBe(code);
      expect(await events(id)).toBe(before);
      expect(host.view).toMatchObject({ phase, step, paused });
    };
    const stale = () => ({ verb: 'next', step: host.view.step + 1 }) as const;
    const addTime = { verb: 'addTime', seconds: 5 } as const;

    await refuses([
      [{ verb: 'skip' }, 'challenge/wrong-phase'],
      [addTime, 'challenge/wrong-phase'],
      [{ verb: 'resume' }, 'challenge/not-paused'],
      [stale(), 'challenge/stale-step'],
    ]);
    expect(await answered(ann, 0, [0])).toBe('answer/too-early');
    await host.start();
    await untilPhase(host, 'get_ready');
    await refuses([
      [{ verb: 'start' }, 'challenge/wrong-phase'],
      [addTime, 'challenge/wrong-phase'],
      [{ verb: 'resume' }, 'challenge/not-paused'],
      [stale(), 'challenge/stale-step'],
    ]);
    expect(await answered(ann, 0, [0])).toBe('answer/too-early');
    await host.next();
    await untilPhase(host, 'question');
    await refuses([
      [{ verb: 'start' }, 'challenge/wrong-phase'],
      [{ verb: 'resume' }, 'challenge/not-paused'],
      [stale(), 'challenge/stale-step'],
    ]);
    await host.pause();
    await refuses([[{ verb: 'pause' }, 'challenge/already-paused']]);
    await host.next();
    await untilPhase(host, 'reveal');
    await refuses([
      [{ verb: 'start' }, 'challenge/wrong-phase'],
      [{ verb: 'skip' }, 'challenge/wrong-phase'],
      [addTime, 'challenge/wrong-phase'],
    ]);
    await host.next();
    await untilPhase(host, 'standings');
    await refuses([
      [{ verb: 'start' }, 'challenge/wrong-phase'],
      [{ verb: 'skip' }, 'challenge/wrong-phase'],
      [addTime, 'challenge/wrong-phase'],
    ]);
    await toPodium(host);
    await refuses([
      [{ verb: 'start' }, 'challenge/wrong-phase'],
      [{ verb: 'skip' }, 'challenge/wrong-phase'],
      [{ verb: 'pause' }, 'challenge/wrong-phase'],
      [addTime, 'challenge/wrong-phase'],
    ]);
    await order(second, { verb: 'end' });
    for (const verb of ['start', 'pause', 'resume', 'skip', 'end'] as const)
      expect(await order(second, { verb })).toBe('session/ended');
    expect(await answered(ann, 0, [0])).toBe('session/ended');
    expect(await events(id, 'session.ended')).toBe(1);
  });

  test('[RND-1] every move is one event: pressed ten times at once, "next" goes on once', async () => {
    const { id, host } = await openClass(teacher);
    const second = await staffRaw(teacher, id, 'host');
    await host.start();
    await untilPhase(host, 'question');
    const { step } = host.view;
    const codes = await Promise.all(Array.from({ length: 10 }, () => order(second, { verb: 'next', step })));
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === 'challenge/stale-step')).toHaveLength(9);
    expect(await events(id, 'round.closed')).toBe(1);
    expect(host.view.phase.name).toBe('reveal');
    await host.end();
  });
});

describe('the clock', () => {
  test.each([10, -10])(
    '[RND-3] a device whose clock is %i min off shows the right countdown and gains nothing',
    async (minutes) => {
      const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 60 });
      const right = await createTutti({ url: server.url }).join({ pin, nickname: 'Right' });
      await host.start();
      await untilPhase(host, 'question');
      const wall = Date.now;
      const off = vi.spyOn(Date, 'now').mockImplementation(() => wall() + minutes * 60_000);
      onTestFinished(() => off.mockRestore());
      const fast = await createTutti({ url: server.url }).join({ pin, nickname: 'Fast' });
      await until(() => fast.view.phase.name === 'question', 'the question');
      expect(Math.abs(fast.remainingMs()! - right.remainingMs()!)).toBeLessThan(1_000);
      await Promise.all([fast.answer([0]), right.answer([0])]);
      off.mockRestore();
      const { rows } = await server.app.db.jobs.query(
        `SELECT (payload->>'elapsedMs')::integer AS ms FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
        [id],
      );
      expect(Math.abs(rows[0].ms - rows[1].ms)).toBeLessThan(1_000);
      await host.end();
    },
  );

  test('a mission that is edited while it is played goes on as it was opened, and so does its report', async () => {
    const { id, pin, host } = await openClass(teacher, { standings: 'off' });
    const { rounds } = await readPlan(server.app.db.jobs, id);
    const ids = rounds.map(({ questionId }) => questionId);
    const ann = await joinRaw(server.url, pin, 'Ann');
    await host.start();
    await untilQuestion(ann, 0);
    const edit = (sql: string) => server.app.db.jobs.query(sql, [ids]);
    const { rows: before } = await server.app.db.jobs.query(
      'SELECT id, prompt FROM questions WHERE id = ANY ($1)',
      [ids],
    );
    onTestFinished(async () => {
      for (const { id, prompt } of before)
        await server.app.db.jobs.query('UPDATE questions SET prompt = $2 WHERE id = $1', [id, prompt]);
    });
    await edit(`UPDATE questions SET prompt = 'Edited meanwhile' WHERE id = ANY ($1)`);
    await host.skip();
    await untilQuestion(ann, 1);
    expect(lastOf(ann, 'roundOpened')!.question.prompt).toBe(rounds[1]!.texts.en!.prompt);
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    const { questions } = await teacher.request<{ questions: { prompt: string }[] }>(
      'GET',
      `/sessions/${id}/report`,
    );
    expect(questions.map(({ prompt }) => prompt)).toEqual(rounds.map(({ texts }) => texts.en!.prompt));
  });

  test("[RND-3] [RND-5] a pause keeps what is left, also of an answer's own time", async () => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 60 });
    const ann = await joinRaw(server.url, pin, 'Ann');
    await joinRaw(server.url, pin, 'Ben');
    await host.start();
    await untilQuestion(ann, 0);
    const clock = await clockOf(ann);
    await host.pause();
    await until(() => lastOf(ann, 'paused') !== undefined, 'the pause');
    const { remainingMs } = lastOf(ann, 'paused')!;
    expect(await answered(ann, 0, [0])).toBe('answer/paused');
    await pause(600);
    await host.resume();
    await until(() => lastOf(ann, 'resumed') !== undefined, 'the end of the pause');
    const { deadline, at } = lastOf(ann, 'resumed')!;
    expect(deadline! - at).toBe(remainingMs);
    expect(Math.abs(clock() - at)).toBeLessThan(300);
    expect(await answered(ann, 0, [0])).toBe('saved');
    const { rows } = await server.app.db.jobs.query(
      `SELECT (payload->>'elapsedMs')::integer AS ms FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
      [id],
    );
    expect(rows[0].ms).toBeLessThan(600);
    expect(rows[0].ms).toBeGreaterThanOrEqual(60_000 - remainingMs!);
    await host.end();
  });

  test('[RND-5] time that the host adds moves the deadline for everybody, also in a pause', async () => {
    const { pin, host } = await openClass(teacher, { secondsPerQuestion: 30 });
    const ann = await joinRaw(server.url, pin, 'Ann');
    await host.start();
    await untilQuestion(ann, 0);
    const closesAt = lastOf(ann, 'roundOpened')!.question.closesAt!;
    await host.addTime(15);
    await until(() => lastOf(ann, 'deadlineMoved')?.deadline === closesAt + 15_000, '15 s more');
    await host.pause();
    await until(() => lastOf(ann, 'paused') !== undefined, 'the pause');
    await host.addTime(5);
    await host.resume();
    await until(() => lastOf(ann, 'resumed') !== undefined, 'going on');
    const { deadline, at } = lastOf(ann, 'resumed')!;
    expect(deadline! - at).toBe(lastOf(ann, 'paused')!.remainingMs! + 5_000);
    await host.end();
  });
});

describe.concurrent('a round closes', () => {
  test('[RND-4] as soon as everyone has answered', async ({ expect }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 300 });
    const players = await joinAll(pin, ['Ann', 'Ben', 'Cem']);
    await host.start();
    await untilQuestion(players[0]!, 0);
    for (const player of players) {
      expect(host.view.phase.name).toBe('question');
      expect(await answered(player, 0, [0])).toBe('saved');
    }
    await untilPhase(host, 'reveal');
    expect(await reasons(id)).toEqual(['all_answered']);
    await host.end();
  });

  test('[RND-4] 10 s after the last one dropped who had not answered, and not sooner', async ({ expect }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 300 });
    const [ann, ben] = await joinAll(pin, ['Ann', 'Ben']);
    await host.start();
    await untilQuestion(ben!, 0);
    ben!.socket.terminate();
    await until(async () => (await events(id, 'player.dropped')) === 1, 'the drop');
    const dropped = performance.now();
    expect(await answered(ann!, 0, [0])).toBe('saved');
    await until(() => host.view.phase.name === 'reveal', 'the reveal', 15_000);
    expect(performance.now() - dropped).toBeGreaterThan(9_500);
    expect(performance.now() - dropped).toBeLessThan(12_000);
    expect(await reasons(id)).toEqual(['all_answered']);
    await host.end();
  });

  test('[RND-4] not while someone is on the way back, who then still answers', async ({ expect }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 300 });
    const [ann, ben] = await joinAll(pin, ['Ann', 'Ben']);
    await host.start();
    await untilQuestion(ben!, 0);
    ben!.socket.terminate();
    await until(async () => (await events(id, 'player.dropped')) === 1, 'the drop');
    expect(await answered(ann!, 0, [0])).toBe('saved');
    await pause(300);
    expect(host.view.phase.name).toBe('question');
    expect(await answered(await rejoinRaw(server.url, ben!.joined), 0, [0])).toBe('saved');
    await untilPhase(host, 'reveal');
    await host.end();
  });

  test('[RND-4] [ANS-2] at the deadline, however silent someone is; what comes up to 250 ms later counts as given at it', async ({
    expect,
  }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 5 });
    const [ann, ben, silent] = await joinAll(pin, ['Ann', 'Ben', 'Silent']);
    await host.start();
    await untilQuestion(silent!, 0);
    const clock = await clockOf(ann!);
    silent!.socket.pause();
    const { closesAt: end, openedAt } = lastOf(ann!, 'roundOpened')!.question;
    const closesAt = end!;
    await pause(closesAt + 60 - clock());
    const inTime = answered(ann!, 0, [0]);
    await pause(closesAt + 420 - clock());
    expect(await answered(ben!, 0, [0])).toBe('answer/too-late');
    expect(await inTime).toBe('saved');
    await untilPhase(host, 'reveal');
    expect(clock() - closesAt).toBeLessThan(1_000);
    expect(await reasons(id)).toEqual(['deadline']);
    const { rows } = await server.app.db.jobs.query(
      `SELECT (payload->>'elapsedMs')::integer AS ms FROM live_events WHERE session_id = $1 AND type = 'answer.accepted'`,
      [id],
    );
    expect(rows).toEqual([{ ms: closesAt - openedAt }]);
    await host.next();
    await untilQuestion(ben!, 1);
    expect(await answered(ben!, 1, [0])).toBe('saved');
    await host.end();
  });

  test('[RND-5] by the host, or is skipped and then counts for nobody', async ({ expect }) => {
    const { id, pin, host } = await openClass(teacher);
    const [ann] = await joinAll(pin, ['Ann', 'Ben']);
    await host.start();
    await untilQuestion(ann!, 0);
    expect(await answered(ann!, 0, [0])).toBe('saved');
    await host.skip();
    await untilQuestion(ann!, 1);
    expect(payloadsOf(ann!, 'roundClosed')).toEqual([]);
    // the host's own view may come later than Ann's: pressing "next" in the step before would do nothing
    await until(
      () => host.view.phase.name === 'question' && host.view.phase.question.round === 1,
      'the second question',
    );
    await host.next();
    await until(() => payloadsOf(ann!, 'roundClosed').length === 1, 'the end of the question');
    expect(lastOf(ann!, 'roundClosed')![1]).toMatchObject({ outcome: 'none', score: 0 });
    expect(await reasons(id)).toEqual(['skipped', 'host']);
    await host.end();
  });

  test('[RND-5] and the class goes on by itself where that is set', async ({ expect }) => {
    const { pin, host } = await openClass(teacher, { advance: 'auto' });
    const [ann] = await joinAll(pin, ['Ann']);
    await host.start();
    await untilQuestion(ann!, 0);
    expect(await answered(ann!, 0, [0])).toBe('saved');
    await untilPhase(host, 'reveal');
    const revealed = performance.now();
    await until(() => lastOf(ann!, 'roundOpened')?.question.round === 1, 'the next question', 12_000);
    expect(performance.now() - revealed).toBeGreaterThan(7_000);
    await host.setAdvance('manual');
    expect(host.view.host!.options.advance).toBe('manual');
    await host.end();
  });
});

function joinAll(pin: string, names: string[]): Promise<RawPlayer[]> {
  return Promise.all(names.map((name) => joinRaw(server.url, pin, name)));
}

async function toPodium(host: HostChallenge): Promise<void> {
  while (host.view.phase.name !== 'podium') {
    const { step } = host.view;
    await host.next();
    await until(() => host.view.step !== step, 'one step on');
  }
}

/** Why the rounds of a session were closed, in order. */
async function reasons(sessionId: string): Promise<string[]> {
  const { rows } = await server.app.db.jobs.query(
    `SELECT payload->>'reason' AS reason FROM live_events WHERE session_id = $1 AND type = 'round.closed' ORDER BY seq`,
    [sessionId],
  );
  return rows.map(({ reason }) => reason);
}
