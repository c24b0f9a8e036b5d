import {
  type Doing,
  doings,
  noteIn,
  type Place,
  type SeatedLearner,
} from '../../domain/presence/whereabouts.ts';
import type { Log } from '../../platform/log/log.ts';
import type { RedisStore } from '../../platform/redis/redis.ts';

/** Where people are, and nothing else of them: ids, gone by themselves after `keptBeats` beats. */
const nodesKey = 'tutti:presence:nodes';
const keyOf = (node: string): string => `tutti:presence:of:${node}`;
const keptBeats = 3;
/** A node that has said nothing for so long is asked no more. */
const forgetNodeMs = 60_000;
const mostNodes = 64;
/** Fields of one question to Redis: it answers others in between. */
const askedAtOnce = 1_000;

export interface BoardOptions {
  /** Names this process; another one after each start. */
  node(): string;
  store: RedisStore | null;
  seated(): SeatedLearner[];
  /** Whoever has a page open. */
  learners(): string[];
  /** Somebody here came, went or does something else. */
  changed?(): void;
  log: Log;
  /** So often this process tells where its people are, also when nothing changes. */
  beatMs?: number;
  /** So often it looks whether something changed. */
  lookMs?: number;
}

export interface Found {
  places: Map<string, Place>;
  /** Other processes may know more. */
  partial: boolean;
}

export type Board = ReturnType<typeof createBoard>;

/**
 * Which learner is where. Each process writes the whole of what it knows, again and again, under a key that soon expires:
 * so the people of one that was killed vanish, and a Redis that came back empty is right again after one beat.
 */
export function createBoard(options: BoardOptions) {
  const { node, store, seated, learners, changed = () => {}, log, beatMs = 5_000, lookMs = 500 } = options;

  const here = (): Map<string, Place> => {
    const places = new Map<string, Place>();
    for (const userId of learners()) places.set(userId, { doing: 'online', sessionId: null });
    for (const { userId, doing, sessionId } of seated()) noteIn(places, userId, { doing, sessionId });
    return places;
  };

  let looked = '[]';
  let written = '';
  let writtenAt = 0;
  let writing: Promise<void> | undefined;
  let isKnown = false;
  let failing = false;
  let partialUntil = 0;
  /** What others know has to be told anew: that takes them a beat. */
  const isIncomplete = (): void => {
    partialUntil = performance.now() + beatMs + 2 * lookMs;
  };
  const failed = (err: unknown): void => {
    isIncomplete();
    // that Redis is away has its own line
    if (!failing && store?.isReady) log.warn({ err }, 'who is online could not be asked of Redis');
    failing = true;
  };

  const write = async (redis: RedisStore, places: Map<string, Place>): Promise<void> => {
    const picture = Object.fromEntries([...places].map(([userId, place]) => [userId, textOf(place)]));
    const now = Date.now();
    const several = redis
      .multi()
      .zAdd(nodesKey, { score: now, value: node() })
      .zRemRangeByScore(nodesKey, 0, now - forgetNodeMs)
      .pExpire(nodesKey, forgetNodeMs)
      .del(keyOf(node()));
    if (places.size > 0) several.hSet(keyOf(node()), picture).pExpire(keyOf(node()), keptBeats * beatMs);
    const [added] = await several.exec();
    // it had forgotten this node, and so all the others
    if (isKnown && Number(added) === 1) isIncomplete();
    isKnown = true;
    failing = false;
  };

  const look = (): void => {
    const places = here();
    const picture = JSON.stringify([...places].sort(([one], [other]) => (one < other ? -1 : 1)));
    if (picture !== looked) changed();
    looked = picture;
    const now = performance.now();
    if (!store || writing || (picture === written && now - writtenAt < beatMs)) return;
    writing = write(store, places)
      .then(
        () => {
          written = picture;
          writtenAt = now;
        },
        (err) => {
          failed(err);
          writtenAt = Number.NEGATIVE_INFINITY;
        },
      )
      .finally(() => {
        writing = undefined;
      });
  };
  let timer: NodeJS.Timeout | undefined;

  const askOthers = async (redis: RedisStore, userIds: readonly string[]): Promise<Map<string, Place>> => {
    const [known] = (await redis
      .multi()
      .zRange(nodesKey, 0, mostNodes - 1, { REV: true })
      .exec()) as unknown as [string[]];
    if (isKnown && !known.includes(node())) isIncomplete();
    const others = known.filter((one) => one !== node());
    const found = new Map<string, Place>();
    if (others.length === 0) return found;
    for (let from = 0; from < userIds.length; from += askedAtOnce) {
      const some = userIds.slice(from, from + askedAtOnce);
      const several = redis.multi();
      for (const other of others) several.hmGet(keyOf(other), some);
      const replies = (await several.exec()) as unknown as (string | null)[][];
      for (const reply of replies)
        for (const [index, text] of reply.entries()) {
          const place = text === null ? null : readPlace(text);
          if (place) noteIn(found, some[index]!, place);
        }
    }
    return found;
  };

  return {
    /** Once people can come. */
    start(): void {
      timer = setInterval(look, lookMs).unref();
    },

    /** Of these learners those who are here. Never throws; while Redis is away this process tells what it knows itself. */
    async find(userIds: readonly string[]): Promise<Found> {
      const own = here();
      const places = new Map<string, Place>();
      if (store && userIds.length > 0)
        try {
          for (const [userId, place] of await askOthers(store, userIds)) places.set(userId, place);
          failing = false;
        } catch (err) {
          failed(err);
        }
      for (const userId of userIds) {
        const place = own.get(userId);
        if (place) noteIn(places, userId, place);
      }
      return { places, partial: performance.now() < partialUntil };
    },

    /** Its people are gone with it, at once. */
    async close(): Promise<void> {
      clearInterval(timer);
      await writing;
      if (!timer) return;
      await store?.multi().del(keyOf(node())).zRem(nodesKey, node()).exec().catch(failed);
    },
  };
}

const textOf = ({ doing, sessionId }: Place): string =>
  sessionId === null ? doing : `${doing} ${sessionId}`;

/** null: of a version of this server that knows more. */
function readPlace(text: string): Place | null {
  const [doing, sessionId = null] = text.split(' ');
  return doings.includes(doing as Doing) ? { doing: doing as Doing, sessionId } : null;
}
