import { createTutti } from '@tutti/client';
import { expect, onTestFinished, test } from 'vitest';
import { openClass, signIn, until } from '../../support/class-play.ts';
import { hasProgram, startOwnRedis } from '../../support/redis.ts';
import { startTestServer } from '../../support/server.ts';

test.skipIf(!hasProgram('redis-server'))(
  'while Redis hangs a teacher opens a class, learners come in, and it is played',
  async () => {
    const redis = (await startOwnRedis())!;
    onTestFinished(() => redis.stop());
    const server = await startTestServer({ REDIS_URL: redis.url });
    onTestFinished(server.stop);
    const teacher = await signIn(server.url, server.teacher);
    redis.freeze(true);

    const { pin, host } = await openClass(teacher);
    const ann = await createTutti({ url: server.url }).join({ pin, nickname: 'Ann' });
    await host.start();
    await until(() => ann.view.phase.name === 'question', 'the question');
    await ann.answer([0]);
    expect(ann.view.answer).toMatchObject({ round: 0, status: 'saved' });
  },
  30_000,
);
