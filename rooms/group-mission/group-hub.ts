import type { LiveGroup } from './live-group.ts';

/** `gone`: the group does not run here any more. */
type Watcher = (group: LiveGroup, gone: boolean) => void;

/** Knows which groups run here, by their run, and tells whoever watches a run that something of a group changed. */
export class GroupHub {
  private readonly runs = new Map<string, Map<string, LiveGroup>>();
  private readonly watchers = new Map<string, Set<Watcher>>();

  opened(runId: string, group: LiveGroup): void {
    const groups = this.runs.get(runId) ?? new Map<string, LiveGroup>();
    groups.set(group.sessionId, group);
    this.runs.set(runId, groups);
    this.changed(runId, group);
  }

  /** A group that closes late must not take away the one that followed it. */
  closed(runId: string, group: LiveGroup): void {
    const groups = this.runs.get(runId);
    if (groups?.get(group.sessionId) !== group) return;
    groups.delete(group.sessionId);
    if (groups.size === 0) this.runs.delete(runId);
    this.tell(runId, group, true);
  }

  changed(runId: string, group: LiveGroup): void {
    this.tell(runId, group, false);
  }

  groupsOf(runId: string): LiveGroup[] {
    return [...(this.runs.get(runId)?.values() ?? [])];
  }

  find(runId: string, sessionId: string): LiveGroup | undefined {
    return this.runs.get(runId)?.get(sessionId);
  }

  /** Gives back how to stop. */
  watch(runId: string, tell: Watcher): () => void {
    const watchers = this.watchers.get(runId) ?? new Set();
    this.watchers.set(runId, watchers.add(tell));
    return () => {
      watchers.delete(tell);
      if (watchers.size === 0 && this.watchers.get(runId) === watchers) this.watchers.delete(runId);
    };
  }

  private tell(runId: string, group: LiveGroup, gone: boolean): void {
    for (const tell of this.watchers.get(runId) ?? []) tell(group, gone);
  }
}
