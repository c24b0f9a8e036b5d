import { describe, expect, it } from 'vitest';
import { SessionClock } from '../../../client-sdk/src/challenge/session-clock.ts';

/** A server clock and a device clock that began at other moments, and a network between them. */
function world({ deviceStart = 5_000, sessionStart = 900_000 } = {}) {
  let elapsed = 0;
  let asleep = 0;
  const clock = new SessionClock(() => deviceStart + elapsed - asleep);
  const session = () => sessionStart + elapsed;
  return {
    clock,
    session,
    pass: (ms: number) => {
      elapsed += ms;
    },
    sleep: (ms: number) => {
      elapsed += ms;
      asleep += ms;
    },
    read(there: number, andBack: number) {
      const id = clock.ask();
      elapsed += there;
      const at = session();
      elapsed += andBack;
      clock.answered({ id, at });
    },
    error: () => clock.now() - session(),
  };
}

describe('the session clock', () => {
  it('[RND-3] is right on a device that is ten minutes off', () => {
    const { clock, session, read, error } = world({ deviceStart: 600_000 });
    clock.restart(session());
    read(20, 20);
    expect(error()).toBe(0);
  });

  it('starts with what the welcome says and is late by the way at most', () => {
    const { clock, session, pass, error } = world();
    const at = session();
    pass(80);
    clock.restart(at);
    expect(error()).toBe(-80);
  });

  it('believes the reading with the shortest round trip', () => {
    const { clock, session, read, error } = world();
    clock.restart(session());
    read(400, 10);
    expect(error()).toBe(195);
    read(12, 10);
    expect(error()).toBe(1);
    read(600, 10);
    expect(error()).toBe(1);
  });

  it('notices by any message that the device slept', () => {
    const { clock, session, read, pass, sleep, error } = world();
    clock.restart(session());
    read(10, 10);
    sleep(60_000);
    expect(error()).toBe(-60_000);
    const at = session();
    pass(30);
    clock.heard(at);
    expect(error()).toBe(-30);
    read(10, 10);
    expect(error()).toBe(0);
  });

  it('does not go back for a message that took long', () => {
    const { clock, session, read, pass, error } = world();
    clock.restart(session());
    read(10, 10);
    const at = session();
    pass(3_000);
    clock.heard(at);
    expect(error()).toBe(0);
  });

  it('forgets everything when a server comes back whose clock goes on where its log ended', () => {
    const { clock, session, read } = world();
    clock.restart(session());
    read(1, 1);
    const resumedAt = session() - 40_000;
    clock.restart(resumedAt);
    expect(clock.now()).toBe(resumedAt);
  });

  it('ignores a reply to a question that this connection did not ask', () => {
    const { clock, session, error } = world();
    clock.restart(session());
    clock.answered({ id: 99, at: 0 });
    expect(error()).toBe(0);
  });
});
