import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import { joinRaw, openClass, signIn, staffRaw } from '../../support/class-play.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test('[AUT-5] signing out closes the panel and the big screen of that sign-in, and nobody else', async () => {
  const laptop = await signIn(server.url, server.teacher);
  const phone = await signIn(server.url, server.teacher);
  const { id, pin, host } = await openClass(phone);
  const player = await joinRaw(server.url, pin, 'Ann');
  const panel = await staffRaw(laptop, id, 'host');
  const screen = await staffRaw(laptop, id, 'projector');
  await laptop.signOut();
  expect(await panel.closed).toBe(closeCodes.signedOut);
  expect(await screen.closed).toBe(closeCodes.signedOut);
  await host.start();
  expect(await Promise.race([player.closed, Promise.resolve('still there')])).toBe('still there');
  await host.end();
});

test('[AUT-5] the SDK tells a host whose sign-in has ended, and does not come back by itself', async () => {
  const teacher = await signIn(server.url, server.teacher);
  const { host } = await openClass(teacher);
  const ended = new Promise((resolve) => host.on('closed', resolve));
  await teacher.signOut();
  expect(await ended).toMatchObject({ code: expect.stringMatching(/^auth\//) });
});
