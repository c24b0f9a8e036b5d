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
import type { GroupSurroundings } from './group-mission.room.ts';
import type { OpenedRun } from './group-mission.services.ts';
import { watchedGroup } from './group-views.ts';
import type { LiveGroup } from './live-group.ts';

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
    this.unwatch = this.around.hub.watch(runId, (group, gone) => {
      if (gone) this.lost(group.sessionId);
      else this.heard(group);
    });
    this.run = await this.around.groups.openRun(runId);
    for (const group of this.run.groups) this.note(replayed(group));
    for (const group of this.around.hub.groupsOf(runId)) this.note(group.watched());
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

  private heard(group: LiveGroup): void {
    this.note(group.watched());
    this.changed.add(group.sessionId);
  }

  /** It is over, or another process has taken it. */
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
    for (const { client } of this.seats.values()) sendFrame(client, frame);
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
    const { to } = command;
    const one = to === null ? undefined : this.around.hub.find(this.runId, to);
    if (to !== null && !one) return 'session/ended';
    if (command.verb === 'say') {
      for (const group of this.addressed(one)) group.say(command.text);
      return null;
    }
    const { verb } = command;
    const codes = await Promise.all(
      this.addressed(one).map((group) => stored((done) => group.order({ verb }, done))),
    );
    // to all: groups to which it does not apply (started already, too few) stay as they are
    return to === null ? null : codes[0]!;
  }

  private addressed = (one: LiveGroup | undefined): LiveGroup[] =>
    one ? [one] : this.around.hub.groupsOf(this.runId);

  private async move(participantId: string, to: string): Promise<ErrorCode | null> {
    const moved = await this.around.groups.move(this.runId, participantId, to);
    if (!moved.ok) return moved.code as ErrorCode;
    this.around.hub.find(this.runId, to)?.expect(moved.toParticipantId);
    const from = this.around.hub.find(this.runId, moved.fromSessionId);
    return from ? stored((done) => from.moveAway(moved.participantId, done)) : null;
  }

  private async remove(participantId: string): Promise<ErrorCode | null> {
    const sessionId = await this.around.groups.remove(this.runId, participantId);
    if (sessionId === null) return 'challenge/no-such-player';
    const group = this.around.hub.find(this.runId, sessionId);
    return group ? stored((done) => group.remove(participantId, done)) : null;
  }

  private async rename(participantId: string, wanted: string): Promise<ErrorCode | null> {
    const group = this.around.hub.groupsOf(this.runId).find((one) => one.has(participantId));
    if (!group) return 'challenge/no-such-player';
    const renamed = await this.around.groups.rename(group.sessionId, participantId, wanted);
    if (!renamed.ok) return renamed.code as ErrorCode;
    group.renamed(participantId, renamed.nickname);
    return null;
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

function stored(ask: (done: () => void) => ErrorCode | null): Promise<ErrorCode | null> {
  return new Promise((resolve) => {
    const code = ask(() => resolve(null));
    if (code) resolve(code);
  });
}
