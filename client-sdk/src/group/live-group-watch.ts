import type { WatchCommand, WatchedGroup, WatchPayloads } from '../../../src/wire/group-mission.ts';
import type { GroupWatch, WatchEvents, WatchView } from './group.types.ts';
import { RoomSeat } from './room-seat.ts';

export class LiveGroupWatch extends RoomSeat<WatchView, WatchEvents> implements GroupWatch {
  private readonly heardAt = new Map<string, number>();

  start = (to?: string) => this.command({ verb: 'start', to: to ?? null });
  pause = (to?: string) => this.command({ verb: 'pause', to: to ?? null });
  resume = (to?: string) => this.command({ verb: 'resume', to: to ?? null });
  end = (to?: string) => this.command({ verb: 'end', to: to ?? null });
  say = (text: string, to?: string) => this.command({ verb: 'say', to: to ?? null, text });
  move = (participantId: string, to: string) => this.command({ verb: 'move', participantId, to });
  remove = (participantId: string) => this.command({ verb: 'remove', participantId });
  rename = (participantId: string, nickname: string) =>
    this.command({ verb: 'rename', participantId, nickname });

  stageMs(sessionId: string): number | null {
    const group = this.view.groups.find((one) => one.sessionId === sessionId);
    if (!group || group.stageMs === null) return null;
    if (group.paused !== null || group.elsewhere) return group.stageMs;
    return Math.round(group.stageMs + performance.now() - this.heardAt.get(sessionId)!);
  }

  protected override welcomed(payload: unknown): WatchView {
    const { runId, title, pin, scenes, tasks, groups } = payload as WatchPayloads['welcome'];
    this.note(groups);
    this.tell('groups', groups);
    return { runId, title, pin, scenes, tasks, groups, connection: 'connected', closed: null };
  }

  protected override heard({ type, payload }: { type: string; payload: unknown }): void {
    if (type === 'groupsChanged') this.changed((payload as WatchPayloads['groupsChanged']).groups);
    else if (type === 'watchDone') this.settle((payload as WatchPayloads['watchDone']).id, null);
    else if (type === 'watchRefused') {
      const { id, code } = payload as WatchPayloads['watchRefused'];
      this.settle(id, code);
    }
  }

  private note(groups: WatchedGroup[]): void {
    for (const { sessionId } of groups) this.heardAt.set(sessionId, performance.now());
  }

  private changed(changed: WatchedGroup[]): void {
    this.note(changed);
    const byId = new Map(changed.map((group) => [group.sessionId, group]));
    this.change({ groups: this.view.groups.map((group) => byId.get(group.sessionId) ?? group) });
    this.tell('groups', changed);
  }

  private command(command: WatchCommand): Promise<void> {
    return this.request('watchCommand', { command });
  }
}
