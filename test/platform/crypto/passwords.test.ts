import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { startPasswords } from '../../../src/platform/crypto/passwords.ts';

const passwords = startPasswords({ cost: 10, maxQueue: 2 });
afterAll(() => passwords.close());

describe('passwords', () => {
  it('[AUT-1] are hashed with cost 12 and recognised', async () => {
    const usual = startPasswords();
    const hash = await usual.hash('a good long one');
    await usual.close();
    expect(hash).toMatch(/^\$2b\$12\$/);
    expect(await passwords.matches('a good long one', hash)).toBe(true);
    expect(await passwords.matches('a good long two', hash)).toBe(false);
  });

  it('[AUT-1] take a whole comparison also where there is no account', async () => {
    const begin = performance.now();
    expect(await passwords.matches('anything', null)).toBe(false);
    expect(performance.now() - begin).toBeGreaterThan(20);
  });

  it('leave the thread of the games alone', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await Promise.all([passwords.hash('one'), passwords.hash('two')]);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  const canStandAside = process.platform === 'linux' && existsSync('/usr/bin/chrt');
  it.skipIf(!canStandAside)('are hashed when nothing else wants to run', async () => {
    await passwords.hash('one');
    // the policy is the 41st field, counted after the name: 5 is SCHED_IDLE
    const policies = readdirSync('/proc/self/task').map((thread) =>
      Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]),
    );
    expect(policies).toContain(5);
  });

  it('are refused with a time to come back when too many wait', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => passwords.hash('x')));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    expect(refusals.length).toBeGreaterThan(0);
    expect(outcomes.length - refusals.length).toBeGreaterThan(0);
    for (const reason of refusals)
      expect(reason).toMatchObject({ code: 'server/busy', status: 503, retryAfterSeconds: 5 });
  });
});
