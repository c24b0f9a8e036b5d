import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTutti, type Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { next, openClass, phase, signedIn, someChoices, until } from './support/class.ts';

const inSdk = (path: string) => fileURLToPath(new URL(`../../client-sdk/${path}`, import.meta.url));
const example = inSdk('examples/play.ts');

let server: TestServer;
let teacher: Tutti;

beforeAll(async () => {
  server = await startTestServer();
  teacher = await signedIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const join = (pin: string, nickname: string) => createTutti({ url: server.url }).join({ pin, nickname });

describe('the example of the README', () => {
  it('stands there word for word, in fifteen lines', () => {
    const code = readFileSync(example, 'utf8').trim();
    expect(readFileSync(inSdk('README.md'), 'utf8')).toContain(`\`\`\`ts\n${code}\n\`\`\``);
    expect(code.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(15);
  });

  it('joins a class and plays it to the podium', async () => {
    const { host, pin } = await openClass(teacher, { getReadySeconds: 0, standings: 'off' });
    const running = promisify(execFile)(process.execPath, [example, server.url, pin, 'Ada']);
    await until(host, ({ host }) => host!.players.some((one) => one.connected));
    await host.start();
    while (host.view.phase.name !== 'podium') {
      if (host.view.phase.name === 'question') await next(host, 'revealed');
      await host.next();
    }
    await host.end();
    const { stdout } = await running;
    const { of } = host.view;
    expect(of).toBeGreaterThan(5);
    expect(stdout).toContain('Ada is in "Spot the Fake"');
    expect(stdout.match(/^saved, /gm)).toHaveLength(of);
    expect(stdout.match(/^(right|wrong|partly)\. /gm)).toHaveLength(of);
    expect(stdout).toMatch(/place 1 with \d+ points\nsession\/ended\n$/);
  }, 60_000);
});

describe('a class', () => {
  it('is seen by player, host and projector, each with what is theirs', async () => {
    const { host, pin, session } = await openClass(teacher, { getReadySeconds: 0, advance: 'manual' });
    const projector = await teacher.project(session.id);
    const [ada, ben] = await Promise.all([join(pin, 'Ada'), join(pin, 'Ben')]);
    await until(projector, ({ names }) => names?.length === 2);
    expect(projector.view).toMatchObject({ role: 'projector', pin, host: null, you: null });
    expect(ada.view).toMatchObject({ role: 'player', pin: null, host: null, names: null, progress: null });
    expect(ada.view.you).toMatchObject({ participantId: ada.participantId, nickname: 'Ada', score: 0 });
    await until(host, ({ host }) => host!.players.filter((one) => one.connected).length === 2);

    const saved = next(ada, 'saved');
    await host.start();
    await until(ada, ({ phase }) => phase.name === 'question');
    expect(ada.remainingMs()).toBeGreaterThan(0);
    expect(ada.remainingMs()).toBeLessThanOrEqual(phase(ada, 'question').question.timeLimitMs!);
    const choices = someChoices(ada);
    const answering = ada.answer(choices);
    expect(ada.view.answer).toMatchObject({ status: 'sending', answer: choices });
    await answering;
    expect(ada.view.answer).toMatchObject({ status: 'saved', answer: choices });
    expect(await saved).toEqual({ round: 0, vote: 1 });
    await until(projector, ({ progress }) => progress?.answered === 1);
    expect(projector.view.progress?.spread).toBeNull();
    await until(host, ({ progress }) => progress?.spread?.some((picks) => picks > 0));

    await host.next();
    for (const one of [ada, ben, projector]) await until(one, ({ phase }) => phase.name === 'reveal');
    expect(phase(ben, 'reveal').you?.outcome).toBe('none');
    expect(phase(ada, 'reveal').you?.answer).toEqual(choices);
    expect(ada.view.you?.score).toBe(phase(ada, 'reveal').you?.score);
    expect(phase(projector, 'reveal').you).toBeNull();
    const { reveal } = phase(host, 'reveal');
    expect(host.view.host!.rounds[0]!.rightShare).toBe(reveal.right / reveal.answered);
    expect(ada.remainingMs()).toBeNull();
    await host.end();
    await until(ada, ({ closed }) => closed === 'session/ended');
    expect(ada.view.ended).toBe('host');
  });

  it('answers a second time with what it has, and refuses another answer', async () => {
    const { host, pin } = await openClass(teacher);
    const [ada] = await Promise.all([join(pin, 'Ada'), join(pin, 'Ben')]);
    await expect(ada.answer([0])).rejects.toMatchObject({ code: 'answer/too-early' });
    await host.start();
    await until(ada, ({ phase }) => phase.name === 'question');
    await expect(ada.answer([40])).rejects.toMatchObject({ code: 'answer/malformed' });
    const choices = someChoices(ada);
    const both = Promise.all([ada.answer(choices), ada.answer(choices)]);
    await expect(ada.answer([choices[0]! + 1])).rejects.toMatchObject({ code: 'answer/already-answered' });
    await both;
    await host.next();
    await until(ada, ({ phase }) => phase.name === 'reveal');
    expect(phase(ada, 'reveal').reveal.answered).toBe(1);
    await expect(ada.answer(choices)).rejects.toMatchObject({ code: 'answer/round-closed' });
    await host.end();
  });

  it('keeps an answer that was given while it paused until it goes on', async () => {
    const { host, pin } = await openClass(teacher);
    const [ada] = await Promise.all([join(pin, 'Ada'), join(pin, 'Ben')]);
    await host.start();
    await until(ada, ({ phase }) => phase.name === 'question');
    await host.pause();
    await until(ada, ({ paused }) => paused?.reason === 'host');
    const left = ada.remainingMs();
    const answering = ada.answer(someChoices(ada));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ada.view.answer?.status).toBe('sending');
    expect(ada.remainingMs()).toBe(left);
    await host.resume();
    await answering;
    expect(ada.view.answer?.status).toBe('saved');
    await host.end();
  });

  it('[HST-1] obeys the host in everything, and says why not where it does not', async () => {
    const { host, pin } = await openClass(teacher);
    const ada = await join(pin, 'Ada');
    await expect(host.resume()).rejects.toMatchObject({ code: 'challenge/not-paused' });
    await host.lock(true);
    await until(host, ({ host }) => host!.options.locked);
    let late = 0;
    await vi.waitFor(() =>
      expect(join(pin, `Late ${late++}`)).rejects.toMatchObject({ code: 'join/locked', status: 403 }),
    );
    await host.lock(false);
    await host.setAdvance('auto');
    await host.setAdvance('manual');
    const renamed = next(ada, 'renamed');
    await host.rename(ada.participantId, 'Countess');
    expect(await renamed).toEqual({ nickname: 'Countess' });
    expect(ada.view.you?.nickname).toBe('Countess');
    await host.start();
    await until(host, ({ phase }) => phase.name === 'question');
    const before = phase(host, 'question').question.closesAt!;
    await host.addTime(30);
    expect(phase(host, 'question').question.closesAt).toBe(before + 30_000);
    await host.skip();
    await until(host, ({ phase }) => phase.name === 'question' && phase.question.round === 1);
    const closed = next(ada, 'closed');
    await host.kick(ada.participantId);
    expect((await closed).code).toBe('join/kicked');
    await expect(createTutti({ url: server.url }).resume(ada.resumeToken)).rejects.toMatchObject({
      code: 'join/kicked',
    });
    await host.allowBack(ada.participantId);
    const back = await vi.waitFor(() => createTutti({ url: server.url }).resume(ada.resumeToken));
    expect(back.participantId).toBe(ada.participantId);
    const over = next(back, 'ended');
    await host.end();
    expect(await over).toEqual({ reason: 'host' });
    await until(host, ({ closed }) => closed);
    await expect(host.next()).rejects.toMatchObject({ code: 'session/ended' });
  });

  it('tells a latecomer the open question by the same event as everybody else', async () => {
    const { host, pin } = await openClass(teacher);
    await join(pin, 'Ada');
    await host.start();
    await until(host, ({ phase }) => phase.name === 'question');
    const late = await join(pin, 'Late');
    const question = await next(late, 'question');
    expect(question).toEqual(phase(late, 'question').question);
    await host.end();
  });
});
