import { z } from 'zod';
import { changesBetween, type Place, type Shown } from '../../domain/presence/whereabouts.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Log } from '../../platform/log/log.ts';
import { uuid } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { Presence } from '../../wire/presence.ts';
import type { PresenceOf, ServerPushEvent, ServerPushPayloads } from '../../wire/push.ts';
import { type PresenceService, presentPresence, type Titles } from './presence.service.ts';

/** A connection that is open, as push hands it over. */
interface Watcher {
  readonly id: string;
  readonly connected: boolean;
  caller(): Promise<SignedInCaller>;
  tell<Event extends ServerPushEvent>(event: Event, payload: ServerPushPayloads[Event]): boolean;
}

interface Watch {
  watcher: Watcher;
  of: PresenceOf;
  caller: SignedInCaller;
  learners: readonly string[];
  titles: Titles;
  /** What the watcher knows. */
  told: Map<string, Shown>;
  toldPartial: boolean;
  checkedAt: number;
  /** The right is gone, and the watcher has not heard of it yet. */
  ended: ErrorCode | null;
}

interface Dependencies {
  presence: PresenceService;
  log: Log;
  everyMs?: number;
  /** [AUT-5] A right that somebody lost ends what is told within five seconds. */
  recheckMs?: number;
}

const mostWatches = 4;
const whose = z.union([z.literal('children'), uuid]);

/** Tells whoever watches what changes, and asks only for those who are watched here. */
export function createWatches({ presence, log, everyMs = 2_000, recheckMs = 3_000 }: Dependencies) {
  const byWatcher = new Map<string, Map<PresenceOf, Watch>>();
  /** What is being asked for: whoever says no meanwhile is told nothing. */
  const asked = new Map<string, symbol>();
  const all = () => [...byWatcher.values()].flatMap((watches) => [...watches.values()]);

  /** The database is away: that is told once, and not of every watch. */
  let isBlind = false;
  const blind = (err: unknown): void => {
    if (!isBlind) log.warn({ err }, 'who may see who is online, or its titles, could not be asked');
    isBlind = true;
  };

  const readWhose = (value: unknown): PresenceOf => {
    const { success, data } = whose.safeParse(value);
    if (!success) throw new AppError('message/malformed');
    return data;
  };

  const place = (watch: Watch): void => {
    const { watcher, of } = watch;
    const own = byWatcher.get(watcher.id) ?? new Map<PresenceOf, Watch>();
    if (own.size >= mostWatches && !own.has(of))
      throw new AppError('request/too-many', 'So many classes are watched on this connection already.');
    // it may have gone while the database was asked
    if (watcher.connected) byWatcher.set(watcher.id, own.set(of, watch));
  };

  const remove = ({ watcher, of }: Pick<Watch, 'watcher' | 'of'>): void => {
    const own = byWatcher.get(watcher.id);
    own?.delete(of);
    if (own?.size === 0) byWatcher.delete(watcher.id);
  };

  const begin = async (watcher: Watcher, of: PresenceOf): Promise<Watch> => {
    const caller = await watcher.caller();
    const learners = await presence.seenBy(caller, of);
    const { places, partial } = await presence.find(learners);
    const titles: Titles = new Map();
    await presence.learnTitles(caller, of, titles, places.values());
    const told = presence.show(places, titles);
    const checkedAt = performance.now();
    return { watcher, of, caller, learners, titles, told, toldPartial: partial, checkedAt, ended: null };
  };

  /** false: the database is away, and to ask for others makes no sense now. */
  const recheck = async (watch: Watch): Promise<boolean> => {
    try {
      watch.caller = await watch.watcher.caller();
      watch.learners = await presence.seenBy(watch.caller, watch.of);
      watch.titles.clear();
      watch.checkedAt = performance.now();
      isBlind = false;
      return true;
    } catch (error) {
      // while the database is away nobody loses a right
      if (!(error instanceof AppError) || error.status >= 500) {
        blind(error);
        return false;
      }
      watch.ended = error.code;
      return true;
    }
  };

  const tell = async (watch: Watch, places: ReadonlyMap<string, Place>, partial: boolean): Promise<void> => {
    const { watcher, of } = watch;
    if (watch.ended) {
      if (watcher.tell('presenceEnded', { of, code: watch.ended })) remove(watch);
      return;
    }
    const own = new Map(
      watch.learners.flatMap((id) => {
        const found = places.get(id);
        return found ? [[id, found] as const] : [];
      }),
    );
    await presence.learnTitles(watch.caller, of, watch.titles, own.values());
    const shown = presence.show(own, watch.titles);
    const changed = changesBetween(watch.told, shown).map(({ id, shown: as }) =>
      as ? { id, ...as } : { id, doing: null },
    );
    if (changed.length === 0 && partial === watch.toldPartial) return;
    if (!watcher.tell('presenceChanged', { of, changed, partial })) return;
    watch.told = shown;
    watch.toldPartial = partial;
  };

  const round = async (): Promise<void> => {
    const now = performance.now();
    const due = all().filter(({ checkedAt, ended }) => !ended && now - checkedAt >= recheckMs);
    for (const watch of due) if (!(await recheck(watch))) break;
    const watches = all();
    if (watches.length === 0) return;
    const { places, partial } = await presence.find([
      ...new Set(watches.flatMap(({ learners }) => learners)),
    ]);
    for (const watch of watches) await tell(watch, places, partial).catch(blind);
  };

  let running: Promise<void> | undefined;
  const look = (): void => {
    running ??= round()
      .catch(blind)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(look, everyMs).unref();

  return {
    /** At once: something changed here. */
    look,

    /** [PRS-2] Whoever may not see it is refused. */
    async watch(watcher: Watcher, value: unknown): Promise<Presence> {
      const of = readWhose(value);
      const question = `${watcher.id} ${of}`;
      const own = Symbol(of);
      asked.set(question, own);
      try {
        const watch = await begin(watcher, of);
        if (asked.get(question) === own) place(watch);
        return presentPresence(watch.told, watch.toldPartial);
      } finally {
        if (asked.get(question) === own) asked.delete(question);
      }
    },

    async unwatch(watcher: Watcher, value: unknown): Promise<object> {
      const of = readWhose(value);
      asked.delete(`${watcher.id} ${of}`);
      remove({ watcher, of });
      return {};
    },

    left(watcherId: string): void {
      byWatcher.delete(watcherId);
    },

    async close(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
