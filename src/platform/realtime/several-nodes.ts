import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type IRoomCache, matchMaker } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { RedisPresence } from '@colyseus/redis-presence';
import { Redis } from 'ioredis';
import type { KeyRing } from '../crypto/keys.ts';
import type { Log } from '../log/log.ts';
import { sealing } from '../redis/sealing.ts';

/** Longest wait for one command: without Redis a class goes on, and only what needs another process is refused. */
const patienceMs = 1_000;
const longestPauseMs = 2_000;
const writeEveryMs = 1_000;
/** So often all listings are written anew: a Redis that came back empty is right again after this. */
const rewriteEveryMs = 5_000;

/** Where processes that take new rooms can be seen. */
const openChannel = (processId: string): string => `open:${processId}`;

/**
 * What Colyseus needs so that any number of processes serve one service. Nothing here is the truth about a session: which process
 * runs it stands in PostgreSQL, so Redis may be away, slow or empty at any moment.
 */
export async function severalNodes(redisUrl: string, keys: KeyRing, log: Log) {
  const client = new Redis(redisUrl, {
    enableOfflineQueue: false,
    // the presence does it, and hears what fails
    autoResubscribe: false,
    maxRetriesPerRequest: 1,
    commandTimeout: patienceMs,
    connectTimeout: 2 * patienceMs,
    retryStrategy: (tries: number) => Math.min(100 * 2 ** Math.min(tries, 5), longestPauseMs),
  });
  client.on('error', (err) => log.debug({ err }, 'Redis is away for the rooms'));
  const presence = new PatientPresence(client, sealing(keys, 'rooms'), log);
  const driver = new PatientDriver(client, log);
  // it may come later, but if it is there the others should know of this process from the start
  await Promise.race([once(client, 'ready'), wait(patienceMs, undefined, { ref: false })]).catch(() => {});
  return {
    presence,
    driver,
    /**
     * Of two processes by chance the one with fewer rooms, because counts are a second old and the one with the fewest would get all
     * of a burst. One that is gone or about to stop is never chosen.
     */
    async selectProcessIdToCreateRoom(): Promise<string> {
      const open = new Set(await presence.channels(openChannel('*')));
      const willing = (await matchMaker.stats.fetchAll()).filter(({ processId }) =>
        open.has(openChannel(processId)),
      );
      const [one, other] = [takeAny(willing), takeAny(willing)];
      if (!one) return matchMaker.processId;
      return other && other.roomCount < one.roomCount ? other.processId : one.processId;
    },
    takeNewRooms: (): Promise<unknown> => presence.subscribe(openChannel(matchMaker.processId), () => {}),
    takeNoNewRooms: (): Promise<unknown> => presence.unsubscribe(openChannel(matchMaker.processId)),
  };
}

const takeAny = <T>(from: T[]): T | undefined => from.splice(Math.floor(Math.random() * from.length), 1)[0];

type Listener = (message: unknown) => void;

/** What is said is sealed: it names seats and who sits on them. What fails is left out; subscriptions are made anew as soon as Redis is there. */
class PatientPresence extends RedisPresence {
  private readonly sealed: ReturnType<typeof sealing>;
  private readonly log: Log;
  private readonly openers = new WeakMap<Listener, Listener>();

  constructor(client: Redis, sealed: ReturnType<typeof sealing>, log: Log) {
    super(client);
    this.sealed = sealed;
    this.log = log;
  }

  override subscribe(topic: string, callback: Listener): Promise<this> {
    const opener = this.openers.get(callback) ?? ((message: unknown) => this.hear(message, callback));
    this.openers.set(callback, opener);
    return this.orElse(this, super.subscribe(topic, opener));
  }
  override unsubscribe(topic: string, callback?: Listener) {
    return this.orElse(this, super.unsubscribe(topic, callback && this.openers.get(callback)));
  }
  override publish(topic: string, data: unknown = false) {
    return this.orElse(undefined, super.publish(topic, this.sealed.seal(JSON.stringify(data))));
  }
  override channels(pattern?: string): Promise<string[]> {
    return this.orElse([], super.channels(pattern) as Promise<string[]>);
  }
  override exists(key: string): Promise<boolean> {
    return this.orElse(false, super.exists(key));
  }
  override hset(key: string, field: string, value: string): Promise<boolean> {
    return this.orElse(false, super.hset(key, field, value));
  }
  override hgetall(key: string): Promise<Record<string, string>> {
    return this.orElse({}, super.hgetall(key));
  }
  override hdel(key: string, field: string): Promise<boolean> {
    return this.orElse(false, super.hdel(key, field));
  }

  private hear(message: unknown, callback: Listener): void {
    let text: string;
    try {
      text = this.sealed.open(String(message));
    } catch {
      this.log.warn('something on a channel of the rooms was not sealed by a process of ours');
      return;
    }
    callback(JSON.parse(text));
  }

  override shutdown(): void {
    this.sub.disconnect();
    this.pub.disconnect();
  }

  private async orElse<T>(otherwise: T, asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      this.log.debug({ err: error }, 'Redis did not answer the rooms');
      return otherwise;
    }
  }
}

/** Listings of rooms, written at most once a second and never waited for: nobody's joining hangs on them. */
class PatientDriver extends RedisDriver {
  private readonly own = new Map<string, IRoomCache>();
  private readonly unwritten = new Set<string>();
  private readonly timers: NodeJS.Timeout[];
  private readonly client: Redis;
  private readonly log: Log;

  constructor(client: Redis, log: Log) {
    super(client);
    this.client = client;
    this.log = log;
    this.timers = [
      setInterval(() => void this.write(), writeEveryMs).unref(),
      setInterval(() => this.markAll(), rewriteEveryMs).unref(),
    ];
  }

  override async update(
    room: IRoomCache,
    { $set, $inc }: Parameters<RedisDriver['update']>[1],
  ): Promise<boolean> {
    Object.assign(room, $set);
    for (const [field, by] of Object.entries($inc ?? {}))
      (room as unknown as Record<string, number>)[field]! += by as number;
    return this.persist(room);
  }

  override async persist(room: IRoomCache): Promise<boolean> {
    if (!room.roomId) return false;
    this.own.set(room.roomId, room);
    this.unwritten.add(room.roomId);
    return true;
  }

  override async remove(roomId: string): Promise<boolean> {
    this.own.delete(roomId);
    this.unwritten.delete(roomId);
    super.remove(roomId).catch((err) => this.log.debug({ err, roomId }, 'a listing stays for a while'));
    return true;
  }

  override async cleanup(processId: string): Promise<void> {
    await super
      .cleanup(processId)
      .catch((err) => this.log.debug({ err, processId }, 'listings stay for a while'));
  }

  /** The connection ends with that of the presence. */
  override async shutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
  }

  private markAll(): void {
    void matchMaker.stats.persist(true);
    for (const roomId of this.own.keys()) this.unwritten.add(roomId);
  }

  private async write(): Promise<void> {
    const rooms = [...this.unwritten].map((roomId) => this.own.get(roomId)!);
    if (rooms.length === 0) return;
    this.unwritten.clear();
    const fields = rooms.flatMap((room) => [room.roomId, JSON.stringify(room)]);
    try {
      await this.client.hset('roomcaches', ...fields);
    } catch (error) {
      this.log.debug({ err: error }, 'listings are written later');
      for (const { roomId } of rooms) if (this.own.has(roomId)) this.unwritten.add(roomId);
    }
  }
}
