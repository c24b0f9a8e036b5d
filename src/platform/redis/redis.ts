import type { createClient as ClientMaker } from 'redis';
import type { Log } from '../log/log.ts';

/** Longest wait for one command. Who gives no answer in that time is left, and called anew. */
const patienceMs = 300;
const longestPauseMs = 3_000;
/** So often a connection that only listens is asked whether it still stands, and so long it may take to say so. */
const beatMs = 2_000;

type Client = ReturnType<typeof ClientMaker>;

/** What counting needs of a client. Every call ends, with an answer or an error, after 300 ms at most. */
export type RedisStore = Pick<Client, 'isReady' | 'eval' | 'multi' | 'del'>;

export interface Redis {
  store: RedisStore;
  /** Ends with an answer or an error after 300 ms at most; while Redis is away it is refused at once. */
  ask<T>(command: (client: Client) => Promise<T>): Promise<T>;
  /** Whatever is published on this channel, by whichever process. What is said while Redis is away is missed. */
  listen(channel: string, hear: (message: string) => void): void;
  /** A connection of its own, for who waits on it. One on which nothing moves for so long is taken for dead, and made anew. */
  open(silentMs: number): Client;
  close(): void;
}

/**
 * Goes on connecting for as long as it takes; nobody waits for it. While Redis is away or hangs `isReady` is false, and
 * commands are refused at once. The library is loaded here: hundreds of files, for the few who have a Redis.
 */
export async function connectRedis(url: string, log: Log): Promise<Redis> {
  const { createClient } = await import('redis');
  let isAway = false;
  const lost = (err: unknown): void => {
    if (!isAway) log.warn({ err }, 'Redis is away; until it is back this process goes on alone');
    isAway = true;
  };
  const open = (socketTimeout?: number): Client => {
    const made: Client = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2_000,
        reconnectStrategy: pause,
        ...(socketTimeout !== undefined && { socketTimeout }),
      },
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
  const ask: Redis['ask'] = (command) => {
    const used = client;
    return within(patienceMs, command(used), (error) => {
      if (client !== used) return;
      lost(error);
      client = open();
      used.destroy();
    });
  };
  const store = {
    get isReady() {
      return client.isReady;
    },
    eval: (...given: Parameters<Client['eval']>) => ask((used) => used.eval(...given)),
    del: (...given: Parameters<Client['del']>) => ask((used) => used.del(...given)),
    multi() {
      const several = client.multi();
      const exec = several.exec.bind(several);
      several.exec = ((...given: Parameters<typeof exec>) => ask(() => exec(...given))) as typeof exec;
      return several;
    },
  };

  const ears = openEars(open);
  const own: Client[] = [];
  return {
    store: store as RedisStore,
    ask,
    listen: ears.listen,
    open(silentMs) {
      const made = open(silentMs);
      own.push(made);
      return made;
    },
    close() {
      ears.close();
      for (const one of [client, ...own]) one.destroy();
    },
  };
}

/** One connection for all channels, made when the first is listened to. */
function openEars(open: () => Client): Pick<Redis, 'listen' | 'close'> {
  const channels = new Map<string, (message: string) => void>();
  let client: Client | undefined;
  const make = (): Client => {
    const made = open();
    made.on('ready', () => {
      for (const [channel, hear] of channels) made.subscribe(channel, hear).catch(() => undefined);
    });
    return made;
  };
  const beat = setInterval(() => {
    const used = client;
    if (!used?.isReady) return;
    const silent = () => {
      client = make();
      used.destroy();
    };
    within(beatMs, used.ping(), silent).catch(() => undefined);
  }, 2 * beatMs);
  beat.unref();
  return {
    listen(channel, hear) {
      channels.set(channel, hear);
      client ??= make();
      if (client.isReady) client.subscribe(channel, hear).catch(() => undefined);
    },
    close() {
      clearInterval(beat);
      client?.destroy();
    },
  };
}

function within<T>(ms: number, work: Promise<T>, late: (error: Error) => void): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let last: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    // where it was this process that was late, the answer lies there and is read before this
    last = setImmediate(() => {
      const error = new Error(`Redis gave no answer in ${ms} ms`);
      reject(error);
      late(error);
    });
  }, ms);
  return Promise.race([work, promise]).finally(() => {
    clearTimeout(timer);
    clearImmediate(last);
  });
}

/** After 0.1 s, then ever longer, up to 3 s; each process at another moment. */
const pause = (tries: number): number =>
  Math.min(100 * 2 ** Math.min(tries, 5), longestPauseMs) * (0.5 + Math.random() / 2);
