import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClockReader } from '../../../client-sdk/src/challenge/clock-reader.ts';
import { SessionClock } from '../../../client-sdk/src/challenge/session-clock.ts';

describe('the clock reader', () => {
  let sent: number[];
  let dead: ReturnType<typeof vi.fn<() => void>>;
  let reader: ClockReader;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    dead = vi.fn();
    reader = new ClockReader(new SessionClock(), (id) => sent.push(id), dead);
  });
  afterEach(() => {
    reader.stop();
    vi.useRealTimers();
  });
  const answerAll = () => {
    for (const id of sent) reader.answered({ id, at: 0 });
  };

  it('reads several times at the start and every 30 s from then on', () => {
    reader.start();
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(4);
    answerAll();
    vi.advanceTimersByTime(29_000);
    expect(sent).toHaveLength(5);
    answerAll();
    vi.advanceTimersByTime(30_000);
    expect(sent).toHaveLength(6);
    expect(dead).not.toHaveBeenCalled();
  });

  it('finds a connection dead that answers nothing for 10 s', () => {
    reader.start();
    vi.advanceTimersByTime(9_999);
    expect(dead).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(dead).toHaveBeenCalledOnce();
  });

  it('is silent once it was stopped, and begins anew with the next connection', () => {
    reader.start();
    vi.advanceTimersByTime(1_000);
    reader.stop();
    vi.advanceTimersByTime(600_000);
    expect(sent).toHaveLength(4);
    expect(dead).not.toHaveBeenCalled();
    reader.start();
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(8);
  });
});
