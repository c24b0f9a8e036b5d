import { vi } from 'vitest';

/** The server's clock on the wall stands that many days later; timers go on. */
export async function inDays<T>(days: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
