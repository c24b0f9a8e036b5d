import { createTutti } from '@tutti/client';
import { createClasses } from '@tutti/client/admin';
import { connectPush, type PresenceSeen } from '@tutti/client/push';
import bcrypt from 'bcryptjs';
import pg from 'pg';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { RoleKey } from '../../../src/wire/identity.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { openClass } from '../../support/class-play.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { openSeat } from '../../support/raw-client.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { call, goodPassword } from '../../support/rest.ts';
import { createServerProcess, type ServerProcess } from '../../support/server-process.ts';

const redis: TestRedis | null = await startTestRedis();
afterAll(() => redis?.stop());

const secret = 'one secret for two servers, long enough';

describe.skipIf(redis === null)(
  '[PRS-4] with Redis a teacher at one process sees learners at another',
  () => {
    let here: ServerProcess;
    let there: ServerProcess;
    let jobs: pg.Pool;
    let person: (role: RoleKey) => Promise<Person & { email: string }>;

    beforeAll(async () => {
      const environment = { NODE_ENV: 'test', TUTTI_SECRET: secret, REDIS_URL: redis!.url };
      here = await createServerProcess(environment);
      there = await createServerProcess(environment, here);
      await here.start();
      await there.start();
      jobs = new pg.Pool({ connectionString: here.database.jobsUrl, max: 2 });
      const people = createPeople(jobs, deriveKeys(secret));
      const passwordHash = await bcrypt.hash(goodPassword, 4);
      const orgId = (await jobs.query('SELECT id FROM organizations LIMIT 1')).rows[0].id;
      person = async (role) => {
        const made = await people.signUp({ orgId, role });
        await jobs.query("INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Tess')", [
          made.userId,
        ]);
        await jobs.query('INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)', [
          made.userId,
          passwordHash,
        ]);
        return { ...made, email: `${made.userId}@school.example` };
      };
    }, 60_000);
    afterAll(async () => {
      await jobs?.end();
      await there?.remove();
      await here?.remove();
    });

    it('with an open page, in the lobby, and gone when the process stops', async () => {
      const [teacher, learner] = [await person('teacher'), await person('student')];
      const tutti = createTutti({ url: here.url });
      await tutti.signIn({ email: teacher.email, password: goodPassword, keep: 'body' });
      const { id } = await createClasses(tutti).makeClass({ name: '7B' });
      await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
        id,
        learner.userId,
      ]);
      const push = connectPush(tutti);
      let seen: PresenceSeen = { state: 'away' };
      const stop = push.watchPresence(id, (now) => {
        seen = now;
      });
      const sees = (doing: string | undefined) =>
        vi.waitFor(
          () => {
            if (seen.state !== 'live') throw new Error(seen.state);
            expect(seen.learners.get(learner.userId)?.doing).toBe(doing);
          },
          { timeout: 10_000, interval: 50 },
        );

      await sees(undefined);
      const page = io(there.url, {
        forceNew: true,
        reconnection: false,
        auth: { accessToken: learner.token },
      });
      await sees('online');

      const leading = createTutti({ url: there.url });
      await leading.signIn({ email: teacher.email, password: goodPassword, keep: 'body' });
      const room = await openClass(leading);
      const joined = await call<Joined>(there, '/join', {
        method: 'POST',
        token: learner.token,
        body: { pin: room.pin },
      });
      await openSeat(there.url, joined.body.seat);
      await sees('lobby');
      expect((await createClasses(leading).presence(id)).learners).toMatchObject([
        { id: learner.userId, doing: 'lobby', title: room.host.view.title },
      ]);

      await there.kill('SIGTERM');
      await sees(undefined);
      stop();
      push.close();
      page.close();
    });
  },
);
