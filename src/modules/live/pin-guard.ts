import { createHash } from 'node:crypto';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Redis } from '../../platform/redis/redis.ts';

const windowSeconds = 60;
const pinsPerWindow = 20;
/** Sessions whose addresses are remembered here; the oldest is forgotten first. */
const mostSessions = 5_000;
/** Longer than any class. */
const knownSeconds = 24 * 3_600;
/** A Redis that lost what it knew hears it again with the next who enters. */
const saidAgainMs = 60_000;

/** Failed tries of the last minute; all processes count together. Each call counts or looks at once, whenever its answer comes. */
export interface Tries {
  /** How long, in seconds, this key still has to wait; 0: it need not. */
  waitSeconds(key: string): Promise<number>;
  /** One more failed. Gives how long it has to wait when it was one too many. */
  failed(key: string): Promise<number>;
}

export function createTries(limits: Limits, name: string, most: number): Tries {
  const counter = limits.counter(name, { times: most, seconds: windowSeconds });
  const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));
  return {
    async waitSeconds(key) {
      const tries = await counter.get(key);
      return tries && tries.consumedPoints >= most ? seconds(tries.msBeforeNext) : 0;
    },
    async failed(key) {
      const tries = await counter.penalty(key, 1);
      return tries.consumedPoints > most ? seconds(tries.msBeforeNext) : 0;
    },
  };
}

/**
 * [JOIN-3] Only failed tries count. An address with too many of them reaches only sessions in which somebody from there
 * already is: a class behind one address gets in at once, while someone who guesses finds nothing.
 */
export interface PinGuard {
  /** How long, in seconds, this address still has to wait before it can reach the session; 0: it need not. */
  waitSeconds(address: string, sessionId: string): Promise<number>;
  failed(address: string): Promise<number>;
  /** Somebody at this address is in the session: a participant or its host. */
  entered(address: string, sessionId: string): void;
  forget(sessionId: string): void;
}

/** What Redis knows is asked only where nobody from the address came in by way of this process; then in the same trip as the count. */
export function createPinGuard(
  limits: Limits,
  redis: Pick<Redis, 'ask'> | null = null,
  now: () => number = () => performance.now(),
): PinGuard {
  const tries = createTries(limits, 'join/pins', pinsPerWindow);
  /** By session and address: when Redis was told. */
  const known = new Map<string, Map<string, number>>();

  const remember = (address: string, sessionId: string): void => {
    const addresses = known.get(sessionId);
    if (addresses) addresses.set(address, now());
    else {
      if (known.size >= mostSessions) known.delete(known.keys().next().value!);
      known.set(sessionId, new Map([[address, now()]]));
    }
  };
  const isKnownElsewhere = async (address: string, sessionId: string): Promise<boolean> => {
    if (!redis) return false;
    const isMember = await redis
      .ask((client) => client.sIsMember(keyOf(sessionId), hashOf(address, sessionId)))
      .catch(() => 0);
    if (isMember === 1) remember(address, sessionId);
    return isMember === 1;
  };

  return {
    async waitSeconds(address, sessionId) {
      if (known.get(sessionId)?.has(address)) return 0;
      const [seconds, isKnown] = await Promise.all([
        tries.waitSeconds(address),
        isKnownElsewhere(address, sessionId),
      ]);
      return isKnown ? 0 : seconds;
    },
    failed: tries.failed,
    entered(address, sessionId) {
      const toldAt = known.get(sessionId)?.get(address);
      if (toldAt !== undefined && now() - toldAt < saidAgainMs) return;
      remember(address, sessionId);
      const key = keyOf(sessionId);
      redis
        ?.ask((client) =>
          client.multi().sAdd(key, hashOf(address, sessionId)).expire(key, knownSeconds).exec(),
        )
        .catch(() => undefined);
    },
    forget(sessionId) {
      known.delete(sessionId);
      redis?.ask((client) => client.del(keyOf(sessionId))).catch(() => undefined);
    },
  };
}

const keyOf = (sessionId: string): string => `tutti:known:${sessionId}`;
/** Redis holds no address readable. */
const hashOf = (address: string, sessionId: string): string =>
  createHash('sha256').update(`${sessionId} ${address}`).digest('base64url');
