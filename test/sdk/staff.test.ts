import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin } from '@tutti/client/admin';
import { connectPush, type Push } from '@tutti/client/push';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openClass, signedIn, someChoices, until } from './support/class.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer();
  teacher = await signedIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

describe('the account of a teacher', () => {
  it('signs in, lists what there is to play, and signs out', async () => {
    const tutti = createTutti({ url: `${server.url}/` });
    await expect(
      tutti.signIn({ email: server.teacher.email, password: 'wrong-password' }),
    ).rejects.toMatchObject({
      code: 'auth/wrong-credentials',
    });
    expect(await tutti.restore()).toBeNull();
    const me = await tutti.signIn(server.teacher);
    expect(me.roles).toContain('teacher');
    expect(tutti.me).toBe(me);
    expect(await tutti.restore()).toBe(me);
    const topics = await tutti.topics();
    expect(topics.length).toBeGreaterThanOrEqual(3);
    const first = await tutti.missions({ limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await tutti.missions({ limit: 2, cursor: first.nextCursor! });
    expect(second.items[0]!.id).not.toBe(first.items[0]!.id);
    const preview = await tutti.mission(first.items[0]!.id, { locale: 'en' });
    expect(preview.lessonList.length).toBe(first.items[0]!.lessons);
    expect((await tutti.saveProfile({ displayName: 'Ms Lovelace' })).displayName).toBe('Ms Lovelace');
    expect(tutti.me?.displayName).toBe('Ms Lovelace');
    await tutti.signOut();
    expect(tutti.me).toBeNull();
    await expect(tutti.sessions()).rejects.toMatchObject({ code: 'auth/required', status: 401 });
  });

  it('opens sessions and finds them again', async () => {
    const { host, session, pin } = await openClass(teacher, { secondsPerQuestion: 30 });
    expect(session.settings).toMatchObject({ secondsPerQuestion: 30, advance: 'manual' });
    expect((await teacher.sessions({ status: 'open' })).items.map((one) => one.id)).toContain(session.id);
    expect((await teacher.session(session.id)).pin).toBe(pin);
    const preview = await createTutti({ url: server.url }).previewPin(pin);
    expect(preview).toMatchObject({ title: 'Spot the Fake', generatedNames: false });
    expect(preview.suggestions.length).toBeGreaterThan(0);
    await host.end();
    const guest = createTutti({ url: server.url });
    await expect
      .poll(() =>
        guest.previewPin(pin).then(
          () => 'still open',
          (error) => error.code,
        ),
      )
      .toBe('join/no-such-pin');
  });
});

describe('the entry for administration', () => {
  it('invites a teacher, who makes an account with the link', async () => {
    const admin = createAdmin(await signedIn(server.url, server.admin));
    const { link, id } = await admin.invite({ email: 'new@example.org' });
    expect((await admin.invitations()).items.map((one) => one.id)).toContain(id);
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')!;
    const tutti = createTutti({ url: server.url });
    const guest = createAdmin(tutti);
    expect(await guest.previewInvitation(token)).toMatchObject({ role: 'teacher', email: 'new@example.org' });
    const me = await guest.acceptInvitation({
      token,
      displayName: 'New Teacher',
      email: 'new@example.org',
      password: 'correct horse battery',
    });
    expect(me.roles).toContain('teacher');
    expect((await tutti.sessions()).items).toEqual([]);
    await expect(guest.previewInvitation(token)).rejects.toMatchObject({ code: 'invitation/invalid' });
    const other = await admin.invite();
    await admin.withdrawInvitation(other.id);
    await expect(guest.checkSetup('x'.repeat(40))).rejects.toMatchObject({ code: 'setup/link-invalid' });
    await expect(guest.checkPasswordReset('x'.repeat(40))).rejects.toMatchObject({
      code: 'auth/invalid-token',
    });
    expect(await guest.about()).toMatchObject({ locales: ['en', 'es'] });
    expect(tutti.me, 'a bad link signs nobody out').toBe(me);
  });

  it('[REP-1] reads the report of a class, also as a table', async () => {
    const { host, session, pin } = await openClass(teacher);
    const ada = await createTutti({ url: server.url }).join({ pin, nickname: 'Ada' });
    await host.start();
    await until(ada, ({ phase }) => phase.name === 'question');
    await ada.answer(someChoices(ada));
    await until(host, ({ phase }) => phase.name === 'reveal');
    await host.end();
    const admin = createAdmin(teacher);
    const report = await vi.waitFor(() => admin.report(session.id), 5_000);
    expect(report.learners).toMatchObject([{ nickname: 'Ada', answered: 1 }]);
    const table = await (await admin.reportCsv(session.id)).text();
    expect(table).toContain('Ada');
  });
});

describe('push', () => {
  it('tells a teacher what happens in the own sessions, and ends with the sign-in', async () => {
    const tutti = await signedIn(server.url, server.teacher);
    const push: Push = connectPush(tutti);
    const told: string[] = [];
    push.on('sessionChanged', ({ id, status }) => told.push(`${id} ${status}`));
    await vi.waitFor(() => expect(push.connected).toBe(true), 5_000);
    const { host, session } = await openClass(tutti);
    await host.end();
    await vi.waitFor(() => expect(told).toContain(`${session.id} ended`), 5_000);
    const closed = new Promise<string>((resolve) => push.on('closed', ({ code }) => resolve(code)));
    await tutti.signOut();
    expect(await closed).toBe('auth/session-ended');
    expect(push.connected).toBe(false);
  });
});
