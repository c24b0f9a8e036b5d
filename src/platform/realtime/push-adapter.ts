import type { ServerOptions } from 'socket.io';
import type { KeyRing } from '../crypto/keys.ts';
import type { Redis } from '../redis/redis.ts';
import { sealing } from '../redis/sealing.ts';

/** News that are kept for who comes back. */
const kept = 10_000;
/** So many of them are read at a time. */
const piece = 1_000;
const blockMs = 5_000;
/** Longer than a read may wait for news: a connection that says nothing for so long is dead. */
const silentMs = blockMs + 3_000;
const pauseMs = 200;

export type PushAdapter = ServerOptions['adapter'];
type Entry = { id: string; message: Record<string, string> };

/**
 * News for people who are connected at another process, and what somebody missed, wherever they come back. While Redis is away
 * they reach whoever is connected here, at once. The library is given what it asks of a client, and no client: each call has
 * its limit, reading goes on where it was, and what is stored is sealed.
 */
export async function pushAcrossProcesses(redis: Redis, keys: KeyRing): Promise<PushAdapter> {
  const { createAdapter } = await import('@socket.io/redis-streams-adapter');
  const { seal, open } = sealing(keys, 'push');
  const read = follow(redis);
  const opened = (entries: Entry[]): Entry[] => entries.flatMap((entry) => openEntry(entry, open));

  const client = {
    // by this the library tells this client from another
    sSubscribe() {},
    on: () => client,
    duplicate: () => client,
    connect: async () => undefined,
    disconnect: async () => undefined,
    xRead: async ([{ key }]: [{ key: string }]) => {
      const messages = opened(await read(key));
      return messages.length > 0 ? [{ name: key, messages }] : null;
    },
    xAdd: (key: string, id: '*', { data, ...message }: Record<string, string>, options: object) =>
      redis.ask((used) =>
        used.xAdd(key, id, { ...message, ...(data !== undefined && { data: seal(data) }) }, options),
      ),
    xRange: async (key: string, from: string, to: string) =>
      opened((await redis.ask((used) => used.xRange(key, from, to, { COUNT: piece }))) as Entry[]),
    // nobody waits for it: who finds no session starts anew
    set: (key: string, session: string, options: object) =>
      redis.ask((used) => used.set(key, seal(session), options)).catch(() => null),
    multi: () => ({
      get: (key: string) => ({
        del: () => ({
          async exec() {
            const session = await redis.ask((used) => used.getDel(key));
            return [session === null ? null : open(session)];
          },
        }),
      }),
    }),
    publish: (channel: string, message: Buffer) =>
      redis.ask((used) => used.publish(channel, seal(message.toString('base64')))).catch(() => 0),
    subscribe(channels: string[], hear: (message: Buffer) => void) {
      for (const channel of channels)
        redis.listen(channel, (message) => {
          const said = openMessage(message, open);
          if (said) hear(said);
        });
    },
    sendCommand: (words: string[]) => redis.ask((used) => used.sendCommand(words)),
  };
  return createAdapter(client as never, {
    streamName: 'tutti:push',
    sessionKeyPrefix: 'tutti:push:',
    channelPrefix: 'tutti:push',
    maxLen: kept,
  });
}

/** Reads a stream from where it ended on the first connection; on to where it was after a loss; anew after it was emptied. */
function follow(redis: Redis) {
  const client = redis.open(silentMs);
  let isPlaced = false;
  let at = '';
  client.on('ready', () => {
    isPlaced = false;
  });
  const place = async (key: string): Promise<void> => {
    const [newest] = (await client.xRevRange(key, '+', '-', { COUNT: 1 })) as Entry[];
    const end = newest?.id ?? '0-0';
    if (at === '' || isBefore(end, at)) at = end;
    isPlaced = true;
  };
  return async (key: string): Promise<Entry[]> => {
    try {
      if (!isPlaced) await place(key);
      const answer = (await client.xRead({ key, id: at }, { COUNT: piece, BLOCK: blockMs })) as
        | { messages: Entry[] }[]
        | null;
      const entries = answer?.[0]?.messages ?? [];
      at = entries.at(-1)?.id ?? at;
      return entries;
    } catch {
      // the library calls again at once
      await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
      return [];
    }
  };
}

/** Ids are `<milliseconds>-<number>`. */
function isBefore(one: string, other: string): boolean {
  const [ms, n] = one.split('-').map(Number);
  const [otherMs, otherN] = other.split('-').map(Number);
  return ms! < otherMs! || (ms === otherMs && n! < otherN!);
}

/** null: it was said by nobody of ours. */
function openMessage(sealed: string, open: (sealed: string) => string): Buffer | null {
  try {
    return Buffer.from(open(sealed), 'base64');
  } catch {
    return null;
  }
}

/** News of somebody else who uses the same Redis are none. */
function openEntry({ id, message }: Entry, open: (sealed: string) => string): Entry[] {
  const { data, ...rest } = message;
  if (data === undefined) return [{ id, message: rest }];
  try {
    return [{ id, message: { ...rest, data: open(data) } }];
  } catch {
    return [];
  }
}
