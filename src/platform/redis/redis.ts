import { createClient } from 'redis';
import type { Log } from '../log/log.ts';

/** Longest wait for one command. Who gives no answer in that time is left, and called anew. */
const patienceMs = 300;
const longestPauseMs = 3_000;

type Client = ReturnType<typeof createClient>;

/** What counting needs of a client. Every call ends, with an answer or an error, after 300 ms at most. */
export type RedisStore = Pick<Client, 'isReady' | 'eval' | 'multi' | 'del'>;

export interface Redis {
  store: RedisStore;
  close(): void;
}

/**
 * Goes on connecting for as long as it takes; nobody waits for it. While Redis is away or hangs `isReady` is false, and
 * commands are refused at once.
 */
export function connectRedis(url: string, log: Log): Redis {
  let isAway = false;
  const lost = (err: unknown): void => {
    if (!isAway) log.warn({ err }, 'Redis is away; until it is back this process counts tries alone');
    isAway = true;
  };
  const open = (): Client => {
    const made: Client = createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: 2_000, reconnectStrategy: pause },
    });
    made.on('error', lost);
    made.on('ready', () => {
      if (isAway) log.info('Redis is back');
      isAway = false;
    });
    // what goes wrong is told by the event, and tried again
    made.connect().catch(() => undefined);
    return made;
  };

  let client = open();
  const soon = async <T>(command: (used: Client) => Promise<T>): Promise<T> => {
    const used = client;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const error = new Error(`Redis gave no answer in ${patienceMs} ms`);
      reject(error);
      if (client !== used) return;
      lost(error);
      client = open();
      used.destroy();
    }, patienceMs);
    return Promise.race([command(used), late]).finally(() => clearTimeout(timer));
  };
  const store = {
    get isReady() {
      return client.isReady;
    },
    eval: (...given: Parameters<Client['eval']>) => soon((used) => used.eval(...given)),
    del: (...given: Parameters<Client['del']>) => soon((used) => used.del(...given)),
    multi() {
      const several = client.multi();
      const exec = several.exec.bind(several);
      several.exec = ((...given: Parameters<typeof exec>) => soon(() => exec(...given))) as typeof exec;
      return several;
    },
  };
  return { store: store as RedisStore, close: () => client.destroy() };
}

/** After 0.1 s, then ever longer, up to 3 s; each process at another moment. */
const pause = (tries: number): number =>
  Math.min(100 * 2 ** Math.min(tries, 5), longestPauseMs) * (0.5 + Math.random() / 2);
