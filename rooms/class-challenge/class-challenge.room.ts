import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import * as input from '../../src/wire/room-input.ts';
import { idOf, RoomShell } from '../plugins/room-shell.ts';
import type { SeatedRoom } from '../plugins/seated-room.ts';
import { isAnswer } from './answer-shape.ts';
import type { ClassChallengeServices, OpenedClass } from './class-challenge.services.ts';
import { LiveClass } from './live-class.ts';
import { LiveSelfPaced } from './live-self-paced.ts';
import type { LiveSession } from './live-session.ts';

/**
 * What every client shares, and all that is synced: rounds travel as messages, because a patch to everybody for each move
 * of a round would double what is sent (docs/decisions/0002).
 */
const ClassState = schema(
  { sessionId: t.string().default(''), questions: t.uint16().default(0) },
  'ClassState',
);

export interface RoomSurroundings {
  services: ClassChallengeServices;
  /** [EDG-4] More from one client costs it its connection. */
  messagesPerSecond: number;
  warn(what: string, details?: Record<string, unknown>): void;
  /** Room of a session, while it runs here. */
  opened(sessionId: string, room: ClassChallengeRoom): void;
  closed(sessionId: string, room: ClassChallengeRoom): void;
}

const tickMs = 100;
/** Clients get the last message before they are let go. */
const farewellMs = 1_000;
const restLookMs = 50;

type Ending = 'ended' | 'parked' | 'moved' | 'lost';

/** The Colyseus shell of a class: checks the shape of what comes in and hands it on. */
export class ClassChallengeRoom extends RoomShell implements SeatedRoom {
  override state = new ClassState();
  override autoDispose = false;
  kind: SeatedRoom['kind'] = 'class';

  private readonly around: RoomSurroundings;
  private live: LiveSession | null = null;
  private sessionId = '';
  private session: OpenedClass | null = null;
  private readonly lost = Promise.withResolvers<void>();

  constructor(around: RoomSurroundings) {
    super(around);
    this.around = around;
  }

  override async onCreate({ sessionId }: { sessionId: string }): Promise<void> {
    this.sessionId = sessionId;
    await this.setPrivate(true);
    this.takeMessages();
    this.session = await this.around.services.open(sessionId);
    try {
      this.begin(this.session);
    } catch (error) {
      await this.leave('moved');
      throw error;
    }
  }

  private begin(opened: OpenedClass): void {
    const around = {
      services: this.around.services,
      monotonic: () => performance.now(),
      warn: this.around.warn,
      over: (reason: Ending) => void this.close(reason),
    };
    this.live =
      opened.settings.format === 'self_paced'
        ? new LiveSelfPaced(opened, { ...around, wall: () => Date.now() })
        : new LiveClass(opened, around);
    if (opened.settings.format === 'self_paced')
      this.kind = opened.ghost ? 'race' : opened.alone ? 'practice' : 'homework';
    this.state.sessionId = this.sessionId;
    this.state.questions = opened.plan.rounds.length;
    // The room's clock alone would move with the patches, once a second: too late for a deadline.
    this.setTimestep(() => this.live?.tick(), tickMs);
    this.around.opened(this.sessionId, this);
  }

  override onJoin(client: Client): void {
    this.live?.enter(client, client.auth as SeatHolder);
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

  nameProposed(participantId: string, nickname: string): void {
    this.live?.nameProposed?.(participantId, nickname);
  }

  closesAt(at: number): void {
    this.live?.closesAt?.(at);
  }

  override ready(): void {
    if (this.session) void this.around.services.reachable(this.session, this.roomId);
  }

  async handOver(until: number): Promise<void> {
    while (this.live && !this.live.isAtRest && performance.now() < until) await wait(restLookMs);
    // what another process has already is not stored here any more, and need not be
    await Promise.race([this.live?.leaveToOthers(), this.lost.promise]);
    await this.close('moved');
  }

  override onDispose(): Promise<void> {
    return this.leave('moved');
  }

  private takeMessages(): void {
    this.onMessage('submitAnswer', (client: Client, raw: unknown) => {
      if (isAnswer(raw)) this.live?.answer(client, raw);
      else this.live?.refuseAnswer(client, namesOf(raw), 'answer/malformed');
    });
    this.take('chooseTeam', input.chooseTeam, (client, { team }) => this.live?.chooseTeam?.(client, team));
    this.take('react', input.react, (client, { reaction }) => this.live?.react?.(client, reaction));
    this.take('next', input.next, (client, { step }) => this.live?.next?.(client, step));
    this.take('readClock', input.readClock, (client, { id }) => this.live?.tellClock(client, id));
    this.take('hostCommand', input.hostCommand, (client, message) => {
      if (this.live?.command) void this.live.command(client, message);
      else this.refuseMessage(client, message, 'challenge/not-host');
    });
    this.takeNothingElse();
  }

  protected override refuseMessage(client: Client, raw: unknown, code: ErrorCode): void {
    this.live?.refuseCommand(client, idOf(raw), code);
  }

  private async close(reason: Ending): Promise<void> {
    if (reason === 'lost') this.lost.resolve();
    // before anybody asks where it goes on
    await this.leave(reason);
    if (reason === 'moved' || reason === 'lost') await this.disconnect(closeCodes.moved);
    else setTimeout(() => void this.disconnect(closeCodes[reason]), farewellMs).unref();
  }

  private async leave(reason: Ending): Promise<void> {
    this.around.closed(this.sessionId, this);
    const { session } = this;
    this.session = null;
    if (session && reason !== 'lost')
      await this.around.services.release(session, { goesOn: reason === 'moved' });
  }
}

/** What a refusal can safely repeat of an answer that was not understood. */
function namesOf(raw: unknown): { answerId: string; round: number } {
  const { answerId, round } = (raw ?? {}) as Record<string, unknown>;
  return {
    answerId: typeof answerId === 'string' ? answerId.slice(0, 64) : '',
    round: Number.isSafeInteger(round) ? (round as number) : -1,
  };
}
