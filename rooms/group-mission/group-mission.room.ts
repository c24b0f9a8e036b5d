import type { Client } from '@colyseus/core';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import * as groupInput from '../../src/wire/group-input.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import * as input from '../../src/wire/room-input.ts';
import { idOf, RoomShell } from '../plugins/room-shell.ts';
import type { SeatedRoom } from '../plugins/seated-room.ts';
import type { GroupHub } from './group-hub.ts';
import type { GroupServices, OpenedGroup } from './group-mission.services.ts';
import { type LearnerHolder, LiveGroup } from './live-group.ts';

export interface GroupSurroundings {
  groups: GroupServices;
  hub: GroupHub;
  messagesPerSecond: number;
  warn(what: string, details?: Record<string, unknown>): void;
  opened(id: string, room: SeatedRoom): void;
  closed(id: string, room: SeatedRoom): void;
}

const tickMs = 200;
/** Clients get the last message before they are let go. */
const farewellMs = 1_000;

/** The Colyseus shell of one group: checks the shape of what comes in and hands it on. */
export class GroupMissionRoom extends RoomShell implements SeatedRoom {
  override autoDispose = false;
  readonly kind = 'group';
  private readonly around: GroupSurroundings;
  private live: LiveGroup | null = null;
  private session: OpenedGroup | null = null;
  private readonly lost = Promise.withResolvers<void>();
  private sessionId = '';
  private runId = '';

  constructor(around: GroupSurroundings) {
    super(around);
    this.around = around;
  }

  override async onCreate({ sessionId }: { sessionId: string }): Promise<void> {
    this.sessionId = sessionId;
    await this.setPrivate(true);
    this.takeMessages();
    this.session = await this.around.groups.open(sessionId);
    try {
      this.begin(this.session);
    } catch (error) {
      await this.leave('moved');
      throw error;
    }
  }

  private begin(opened: OpenedGroup): void {
    this.runId = opened.runId;
    this.live = new LiveGroup(opened, {
      services: this.around.groups,
      monotonic: () => performance.now(),
      warn: this.around.warn,
      changed: (group) => this.around.hub.changed(this.runId, group),
      over: (reason) => void this.close(reason),
    });
    this.setTimestep(() => this.live?.tick(), tickMs);
    this.around.opened(this.sessionId, this);
    this.around.hub.opened(this.runId, this.live);
  }

  override onJoin(client: Client): void {
    const holder = client.auth as SeatHolder;
    if (holder.role === 'player') this.live?.enter(client, holder satisfies LearnerHolder);
    else client.leave(closeCodes.ended, 'no learner');
  }

  override onLeave(client: Client): void {
    this.live?.leave(client);
  }

  get seats() {
    return this.live?.seats;
  }

  get waits(): boolean {
    return this.live?.waits ?? false;
  }

  override ready(): void {
    if (this.session) void this.around.groups.reachable(this.session, this.roomId);
  }

  /** Tasks last for minutes: nobody waits for their end. */
  async handOver(): Promise<void> {
    // what another process has already is not stored here any more, and need not be
    await Promise.race([this.live?.leaveToOthers(), this.lost.promise]);
    await this.close('moved');
  }

  override onDispose(): Promise<void> {
    return this.leave('moved');
  }

  protected override refuseMessage(client: Client, raw: unknown, code: ErrorCode): void {
    this.live?.refuse(client, idOf(raw), code);
  }

  private takeMessages(): void {
    this.take('act', groupInput.act, (client, message) => this.live?.act(client, message));
    this.take('readClock', input.readClock, (client, { id }) => this.live?.tellClock(client, id));
    this.takeNothingElse();
  }

  private async leave(reason: 'ended' | 'moved' | 'lost'): Promise<void> {
    this.around.closed(this.sessionId, this);
    if (this.live) this.around.hub.closed(this.runId, this.live);
    const { session } = this;
    this.session = null;
    if (session && reason !== 'lost')
      await this.around.groups.release(session, { goesOn: reason === 'moved' });
  }

  private async close(reason: 'ended' | 'moved' | 'lost'): Promise<void> {
    if (reason === 'lost') this.lost.resolve();
    // before anybody asks where it goes on
    await this.leave(reason);
    if (reason === 'ended') setTimeout(() => void this.disconnect(closeCodes.ended), farewellMs).unref();
    else await this.disconnect(closeCodes.moved);
  }
}
