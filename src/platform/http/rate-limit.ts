import { createHash } from 'node:crypto';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { RedisStore } from '../redis/redis.ts';
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

export interface Limits {
  /** `name` is the same at every process, and nothing else has it. */
  counter(name: string, options: CounterOptions): RateLimiterAbstract;
  limiter(name: string, options: CounterOptions): Limiter;
}

/**
 * Where tries are counted: the only place that knows the store. With Redis all processes count together, and while Redis is
 * away each counts for itself; without it this process counts.
 */
export function createLimits(redis: RedisStore | null = null): Limits {
  const counter: Limits['counter'] = (name, { times, seconds, lockSeconds = 0 }) => {
    const options = {
      keyPrefix: `tutti:limit:${name}`,
      points: times,
      duration: seconds,
      blockDuration: lockSeconds,
    };
    const here = new RateLimiterMemory(options);
    return redis === null
      ? here
      : new HashedRedisCounter({
          ...options,
          storeClient: redis,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          insuranceLimiter: here,
        });
  };
  return {
    counter,
    limiter(name, options) {
      const tries = counter(name, options);
      return {
        take: (key) =>
          refusing(() => tries.consume(key), 'request/too-many', 'Too many requests. Wait a moment.'),
      };
    },
  };
}

/** Keys are addresses and logins: Redis holds none of them readable. */
class HashedRedisCounter extends RateLimiterRedis {
  override getKey(key: string | number): string {
    return super.getKey(createHash('sha256').update(String(key)).digest('base64url'));
  }
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
