import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { WatchedGroup } from '../../src/wire/group-mission.ts';
import type { GroupLine, GroupOrder, GroupsMessage } from './group-line.ts';
import type { LiveGroup } from './live-group.ts';

/** `group` is null: it is not reached any more. */
type Watcher = (sessionId: string, group: WatchedGroup | null) => void;

/** Other processes hear at most ten times a second what changed here. */
const tellMs = 100;
const askMs = 2_000;
/** Whoever was not heard for so long is not reached, or does not watch any more. */
const silentMs = 5_000;
/** The longest wait for what a group of another process answers to an order. */
const orderMs = 5_000;
/** A panel that opens waits so long for groups of other processes. */
const firstWordMs = 600;

/**
 * Knows which groups run here, and tells whoever watches a run, here or in another process, what changes. Groups of other
 * processes are known as long as somebody here watches their run.
 */
export class GroupHub {
  private readonly runs = new Map<string, Map<string, LiveGroup>>();
  private readonly watchers = new Map<string, Set<Watcher>>();
  /** When each group was heard last, monotonic milliseconds. */
  private readonly elsewhere = new Map<string, Map<string, number>>();
  /** Runs that other processes watch: when they said so last. */
  private readonly watchedElsewhere = new Map<string, number>();
  private readonly untold = new Map<string, Set<string>>();
  private readonly ordered = new Map<string, (code: ErrorCode | null) => void>();
  private readonly line: GroupLine;
  private asking: NodeJS.Timeout | undefined;

  constructor(line: GroupLine) {
    this.line = line;
    line?.onAnnounced((message) => this.heard(message));
  }

  opened(runId: string, live: LiveGroup): void {
    const groups = this.runs.get(runId) ?? new Map<string, LiveGroup>();
    groups.set(live.sessionId, live);
    this.runs.set(runId, groups);
    this.elsewhere.get(runId)?.delete(live.sessionId);
    this.changed(runId, live);
  }

  /** A group that closes late must not take away the one that followed it. */
  closed(runId: string, live: LiveGroup): void {
    const groups = this.runs.get(runId);
    if (groups?.get(live.sessionId) !== live) return;
    groups.delete(live.sessionId);
    if (groups.size === 0) this.runs.delete(runId);
    this.tell(runId, live.sessionId, null);
    if (!this.isWatchedElsewhere(runId)) return;
    // how it ended, too
    this.line?.tellOthers({ type: 'groups', runId, groups: [live.watched()] });
    this.line?.tellOthers({ type: 'gone', runId, sessionId: live.sessionId });
  }

  changed(runId: string, live: LiveGroup): void {
    if (this.watchers.has(runId)) this.tell(runId, live.sessionId, live.watched());
    if (this.isWatchedElsewhere(runId)) this.tellSoon(runId, [live.sessionId]);
  }

  groupsHere(runId: string): WatchedGroup[] {
    return [...(this.runs.get(runId)?.values() ?? [])].map((live) => live.watched());
  }

  /** Groups of the run that an order reaches. */
  reached(runId: string): string[] {
    return [...(this.runs.get(runId)?.keys() ?? []), ...(this.elsewhere.get(runId)?.keys() ?? [])];
  }

  /** Resolves with null once what was ordered is stored, or with the code of the refusal; `undefined`: the group is not reached. */
  async order(runId: string, sessionId: string, order: GroupOrder): Promise<ErrorCode | null | undefined> {
    const here = this.runs.get(runId)?.get(sessionId);
    if (here) return here.obey(order);
    if (!this.elsewhere.get(runId)?.has(sessionId)) return undefined;
    const id = randomUUID();
    const { promise, resolve } = Promise.withResolvers<ErrorCode | null>();
    this.ordered.set(id, resolve);
    const late = setTimeout(() => resolve('server/not-ready'), orderMs);
    this.line?.tellOthers({ type: 'order', id, runId, sessionId, order });
    const code = await promise;
    clearTimeout(late);
    this.ordered.delete(id);
    return code;
  }

  /** Gives back how to stop. */
  watch(runId: string, tell: Watcher): () => void {
    const watchers = this.watchers.get(runId) ?? new Set();
    this.watchers.set(runId, watchers.add(tell));
    this.ask(runId);
    this.asking ??= setInterval(() => this.askAll(), askMs).unref();
    return () => {
      watchers.delete(tell);
      if (watchers.size > 0 || this.watchers.get(runId) !== watchers) return;
      this.watchers.delete(runId);
      this.elsewhere.delete(runId);
      if (this.watchers.size > 0) return;
      clearInterval(this.asking);
      this.asking = undefined;
    };
  }

  /** Until the groups were heard that run in other processes, or nobody answers. */
  async firstWord(runId: string, sessionIds: readonly string[]): Promise<void> {
    const until = performance.now() + firstWordMs;
    const isMissing = () => {
      const reached = new Set(this.reached(runId));
      return sessionIds.some((id) => !reached.has(id));
    };
    while (this.line && isMissing() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, tellMs / 4));
  }

  private heard(message: GroupsMessage): void {
    if (message.type === 'obeyed') {
      this.ordered.get(message.id)?.(message.code as ErrorCode | null);
      return;
    }
    const { runId } = message;
    if (message.type === 'order') {
      const { id, sessionId, order } = message;
      const obeyed = this.runs.get(runId)?.get(sessionId)?.obey(order);
      void obeyed?.then((code) => this.line?.tellOthers({ type: 'obeyed', id, code }));
    } else if (message.type === 'watching') {
      for (const id of this.watchedElsewhere.keys()) this.isWatchedElsewhere(id);
      this.watchedElsewhere.set(runId, performance.now());
      this.tellSoon(runId, this.runs.get(runId)?.keys() ?? []);
    } else if (message.type === 'gone') {
      if (this.elsewhere.get(runId)?.delete(message.sessionId)) this.tell(runId, message.sessionId, null);
    } else if (this.watchers.has(runId)) {
      const known = this.elsewhere.get(runId) ?? new Map<string, number>();
      this.elsewhere.set(runId, known);
      for (const group of message.groups) {
        if (this.runs.get(runId)?.has(group.sessionId)) continue;
        known.set(group.sessionId, performance.now());
        this.tell(runId, group.sessionId, group);
      }
    }
  }

  private ask(runId: string): void {
    this.line?.tellOthers({ type: 'watching', runId });
  }

  private askAll(): void {
    for (const runId of this.watchers.keys()) {
      for (const [sessionId, heardAt] of this.elsewhere.get(runId) ?? []) {
        if (performance.now() - heardAt < silentMs) continue;
        this.elsewhere.get(runId)!.delete(sessionId);
        this.tell(runId, sessionId, null);
      }
      this.ask(runId);
    }
  }

  private isWatchedElsewhere(runId: string): boolean {
    const at = this.watchedElsewhere.get(runId);
    if (at === undefined) return false;
    const isWatched = performance.now() - at < silentMs;
    if (!isWatched) this.watchedElsewhere.delete(runId);
    return isWatched;
  }

  private tellSoon(runId: string, sessionIds: Iterable<string>): void {
    if (!this.runs.has(runId)) return;
    const waiting = this.untold.get(runId);
    const untold = waiting ?? new Set<string>();
    for (const id of sessionIds) untold.add(id);
    if (waiting) return;
    this.untold.set(runId, untold);
    setTimeout(() => {
      this.untold.delete(runId);
      const groups = [...untold].flatMap((id) => {
        const here = this.runs.get(runId)?.get(id);
        return here ? [here.watched()] : [];
      });
      if (groups.length > 0) this.line?.tellOthers({ type: 'groups', runId, groups });
    }, tellMs).unref();
  }

  private tell(runId: string, sessionId: string, group: WatchedGroup | null): void {
    for (const tell of this.watchers.get(runId) ?? []) tell(sessionId, group);
  }
}
