import type { Client } from '@colyseus/core';
import { evolve } from '../../src/domain/group-mission/evolve.ts';
import { rulesOfGroup } from '../../src/domain/group-mission/plan.ts';
import { newGroup } from '../../src/domain/group-mission/state.ts';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { frameOf, sendFrame } from '../../src/platform/realtime/frames.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import * as groupInput from '../../src/wire/group-input.ts';
import type {
  WatchCommand,
  WatchedGroup,
  WatchMessage,
  WatchPayloads,
} from '../../src/wire/group-mission.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import { idOf, RoomShell } from '../plugins/room-shell.ts';
import type { SeatedRoom } from '../plugins/seated-room.ts';
import { Seats } from '../plugins/seats.ts';
import { toEach } from '../plugins/telling.ts';
import type { GroupOrder } from './group-line.ts';
import type { GroupSurroundings } from './group-mission.room.ts';
import type { OpenedRun } from './group-mission.services.ts';
import { watchedGroup } from './group-views.ts';

interface Noted {
  group: WatchedGroup;
  /** Monotonic milliseconds of this process. */
  at: number;
}

/** What changed is told at most four times a second. */
const flushMs = 250;

/** [GRP-3] The teacher's view of all groups of a run; whatever is ordered here the groups themselves decide. */
export class GroupWatchRoom extends RoomShell implements SeatedRoom {
  private readonly around: GroupSurroundings;
  readonly kind = 'group_watch';
  readonly seats = new Seats();
  private readonly groups = new Map<string, Noted>();
  private readonly changed = new Set<string>();
  private run: OpenedRun | null = null;
  private runId = '';
  private unwatch = () => {};

  constructor(around: GroupSurroundings) {
    super(around);
    this.around = around;
  }

  override async onCreate({ sessionId: runId }: { sessionId: string }): Promise<void> {
    this.runId = runId;
    await this.setPrivate(true);
    this.take(
      'watchCommand',
      groupInput.watchCommand,
      (client, message) => void this.command(client, message),
    );
    this.takeNothingElse();
    const { hub, groups } = this.around;
    this.unwatch = hub.watch(runId, (sessionId, group) => {
      if (group) this.heard(group);
      else this.lost(sessionId);
    });
    this.run = await groups.openRun(runId);
    const replays = this.run.groups.map(replayed);
    for (const group of hub.groupsHere(runId)) this.note(group);
    await hub.firstWord(
      runId,
      replays.filter(({ ended }) => ended === null).map(({ sessionId }) => sessionId),
    );
    for (const group of replays) if (!this.groups.has(group.sessionId)) this.note(group);
    this.setTimestep(() => this.flush(), flushMs);
    this.around.opened(runId, this);
  }

  override onJoin(client: Client): void {
    const holder = client.auth as SeatHolder;
    if (holder.role !== 'host') {
      client.leave(closeCodes.ended, 'no teacher');
      return;
    }
    this.seats.add({ client, holder });
    const { title, pin, groups } = this.run!;
    const { plan } = groups[0]!;
    this.tell(client, 'welcome', {
      runId: this.runId,
      title: plan.titles[holder.locale] ?? title,
      pin,
      locale: holder.locale,
      scenes: plan.scenes.map(({ titles }) => titles[holder.locale] ?? titles[plan.locale]!),
      tasks: plan.tasks.length,
      groups: [...this.groups.values()].map(asOfNow).toSorted((one, other) => one.group - other.group),
    });
  }

  /** The panel asks for another seat by itself. */
  async handOver(): Promise<void> {
    this.around.closed(this.runId, this);
    await this.disconnect(closeCodes.moved);
  }

  override onLeave(client: Client): void {
    this.seats.remove(client);
  }

  override onDispose(): void {
    this.unwatch();
    this.around.closed(this.runId, this);
  }

  private heard(group: WatchedGroup): void {
    this.note(group);
    this.changed.add(group.sessionId);
  }

  /** It is over, or the process that has it is not heard. */
  private lost(sessionId: string): void {
    const group = this.groups.get(sessionId)?.group;
    if (!group || group.ended !== null) return;
    this.note({ ...group, elsewhere: true });
    this.changed.add(sessionId);
  }

  private note(group: WatchedGroup): void {
    this.groups.set(group.sessionId, { group, at: performance.now() });
  }

  private flush(): void {
    if (this.changed.size === 0) return;
    const groups = [...this.changed].map((id) => asOfNow(this.groups.get(id)!));
    this.changed.clear();
    const frame = frameOf('groupsChanged', { groups } satisfies WatchPayloads['groupsChanged']);
    toEach(this.seats.values(), ({ client }) => sendFrame(client, frame));
  }

  private async command(client: Client, { id, command }: WatchMessage): Promise<void> {
    try {
      const code = await this.obey(command);
      if (code) this.refuse(client, id, code);
      else this.tell(client, 'watchDone', { id });
    } catch (error) {
      this.warn('an order for groups failed', { verb: command.verb, error: String(error) });
      this.refuse(client, id, 'server/internal');
    }
  }

  /** Resolves with null once what was ordered is stored, or with the code of the refusal. */
  private async obey(command: WatchCommand): Promise<ErrorCode | null> {
    if (command.verb === 'move') return this.move(command.participantId, command.to);
    if (command.verb === 'remove') return this.remove(command.participantId);
    if (command.verb === 'rename') return this.rename(command.participantId, command.nickname);
    const { to, ...order } = command;
    const isElsewhere = to !== null && this.groups.get(to)?.group.elsewhere;
    if (to !== null) return this.order(to, order, isElsewhere ? 'server/not-ready' : 'session/ended');
    // to all: groups to which it does not apply (started already, too few) stay as they are
    await Promise.all(this.around.hub.reached(this.runId).map((id) => this.order(id, order)));
    return null;
  }

  private async order(
    sessionId: string,
    order: GroupOrder,
    notReached: ErrorCode | null = null,
  ): Promise<ErrorCode | null> {
    const code = await this.around.hub.order(this.runId, sessionId, order);
    return code === undefined ? notReached : code;
  }

  private async move(participantId: string, to: string): Promise<ErrorCode | null> {
    if (this.groupOf(participantId)?.elsewhere) return 'server/not-ready';
    const moved = await this.around.groups.move(this.runId, participantId, to);
    if (!moved.ok) return moved.code as ErrorCode;
    await this.order(to, { verb: 'expect', participantId: moved.toParticipantId });
    return this.order(moved.fromSessionId, { verb: 'moveAway', participantId: moved.participantId });
  }

  private async remove(participantId: string): Promise<ErrorCode | null> {
    if (this.groupOf(participantId)?.elsewhere) return 'server/not-ready';
    const sessionId = await this.around.groups.remove(this.runId, participantId);
    if (sessionId === null) return 'challenge/no-such-player';
    return this.order(sessionId, { verb: 'remove', participantId });
  }

  private async rename(participantId: string, wanted: string): Promise<ErrorCode | null> {
    const group = this.groupOf(participantId);
    if (!group || group.ended !== null) return 'challenge/no-such-player';
    if (group.elsewhere) return 'server/not-ready';
    const renamed = await this.around.groups.rename(group.sessionId, participantId, wanted);
    if (!renamed.ok) return renamed.code as ErrorCode;
    const { nickname } = renamed;
    return this.order(group.sessionId, { verb: 'renamed', participantId, nickname });
  }

  private groupOf(participantId: string): WatchedGroup | undefined {
    return [...this.groups.values()].find(({ group }) =>
      group.learners.some((one) => one.participantId === participantId),
    )?.group;
  }

  private tell<M extends keyof WatchPayloads>(client: Client, type: M, payload: WatchPayloads[M]): void {
    sendFrame(client, frameOf(type, payload));
  }

  protected override refuseMessage(client: Client, raw: unknown, code: ErrorCode): void {
    this.refuse(client, idOf(raw), code);
  }

  private refuse(client: Client, id: string, code: ErrorCode): void {
    this.tell(client, 'watchRefused', { id, code });
  }
}

/** As it was told last, with the time that has passed since. */
function asOfNow({ group, at }: Noted): WatchedGroup {
  const stands = group.stageMs === null || group.paused !== null || group.elsewhere;
  return stands ? group : { ...group, stageMs: group.stageMs! + Math.round(performance.now() - at) };
}

/** A group that does not run here, from its log. */
function replayed({ sessionId, group, plan, nicknames, events }: OpenedRun['groups'][number]): WatchedGroup {
  const state = newGroup(rulesOfGroup(plan));
  for (const event of events) evolve(state, event);
  const names = new Map(nicknames.map(({ participantId, nickname }) => [participantId, nickname]));
  const watched = watchedGroup(
    { state, plan, sessionId, group, nameOf: (id) => names.get(id) ?? '?' },
    state.clock,
  );
  return { ...watched, elsewhere: watched.ended === null };
}
