import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { AppError } from './app-error.ts';

export interface Limiter {
  /** Counts one try; refuses the one too many with `request/too-many`. */
  take(key: string): Promise<void>;
}

export interface CounterOptions {
  times: number;
  seconds: number;
  /** How long the one too many is kept out; default: until the time is over. */
  lockSeconds?: number;
}

/** Where tries are counted: the only place that knows the store. */
export const createCounter = ({ times, seconds, lockSeconds = 0 }: CounterOptions): RateLimiterAbstract =>
  new RateLimiterMemory({ points: times, duration: seconds, blockDuration: lockSeconds });

export function createLimiter(options: CounterOptions): Limiter {
  const counter = createCounter(options);
  return {
    take: (key) =>
      refusing(() => counter.consume(key), 'request/too-many', 'Too many requests. Wait a moment.'),
  };
}

/** Turns what a counter refuses into our refusal, with the time after which a new try makes sense. */
export async function refusing(
  consume: () => Promise<unknown>,
  code: Extract<ErrorCode, 'request/too-many' | 'auth/locked'>,
  detail: string,
): Promise<void> {
  try {
    await consume();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError(code, detail, { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1_000) });
  }
}
