import type { Client } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import type { z } from 'zod';
import type { AccountSeat, EndOfSeat, SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import * as input from '../../src/wire/room-input.ts';
import { RoomShell } from '../plugins/room-shell.ts';
import { isAnswer } from './answer-shape.ts';
import type { ClassChallengeServices } from './class-challenge.services.ts';
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

/** The Colyseus shell of a class: checks the shape of what comes in and hands it on. */
export class ClassChallengeRoom extends RoomShell {
  override state = new ClassState();
  override autoDispose = false;

  private readonly around: RoomSurroundings;
  private live: LiveSession | null = null;
  private sessionId = '';

  constructor(around: RoomSurroundings) {
    super(around);
    this.around = around;
  }

  override async onCreate({ sessionId }: { sessionId: string }): Promise<void> {
    this.sessionId = sessionId;
    await this.setPrivate(true);
    this.takeMessages();
    const opened = await this.around.services.open(sessionId);
    const around = {
      services: this.around.services,
      monotonic: () => performance.now(),
      warn: this.around.warn,
      over: (reason: 'ended' | 'parked' | 'moved') => this.close(reason),
    };
    this.live =
      opened.settings.format === 'self_paced'
        ? new LiveSelfPaced(opened, { ...around, wall: () => Date.now() })
        : new LiveClass(opened, around);
    this.state.sessionId = sessionId;
    this.state.questions = opened.plan.rounds.length;
    // The room's clock alone would move with the patches, once a second: too late for a deadline.
    this.setTimestep(() => this.live?.tick(), tickMs);
    this.around.opened(sessionId, this);
  }

  override onJoin(client: Client): void {
    this.live?.enter(client, client.auth as SeatHolder);
  }

  override onLeave(client: Client): void {
    this.live?.leave(client);
  }

  signedOut(userId: string, sessionFamily: string | null): void {
    this.live?.signedOut(userId, sessionFamily);
  }

  staff(): AccountSeat[] {
    return this.live?.staff() ?? [];
  }

  accounts(): AccountSeat[] {
    return this.live?.accounts() ?? [];
  }

  endAccount(userId: string, why: EndOfSeat): void {
    this.live?.endAccount(userId, why);
  }

  nameProposed(participantId: string, nickname: string): void {
    this.live?.nameProposed?.(participantId, nickname);
  }

  closesAt(at: number): void {
    this.live?.closesAt?.(at);
  }

  override onDispose(): void {
    this.around.closed(this.sessionId, this);
  }

  private takeMessages(): void {
    this.onMessage('submitAnswer', (client: Client, raw: unknown) => {
      if (isAnswer(raw)) this.live?.answer(client, raw);
      else this.live?.refuseAnswer(client, namesOf(raw), 'answer/malformed');
    });
    this.onMessage('chooseTeam', (client: Client, raw: unknown) => {
      const message = input.chooseTeam.safeParse(raw);
      if (message.success) this.live?.chooseTeam?.(client, message.data.team);
      else this.refuse(client, raw, 'message/malformed');
    });
    this.onMessage('react', (client: Client, raw: unknown) => {
      const message = input.react.safeParse(raw);
      if (message.success) this.live?.react?.(client, message.data.reaction);
      else this.refuse(client, raw, 'message/malformed');
    });
    this.onMessage('next', (client: Client, raw: unknown) => {
      const message = input.next.safeParse(raw);
      if (message.success) this.live?.next?.(client, message.data.step);
      else this.refuse(client, raw, 'message/malformed');
    });
    this.onMessage('readClock', (client: Client, raw: unknown) => {
      const message = input.readClock.safeParse(raw);
      if (message.success) this.live?.tellClock(client, message.data.id);
      else this.refuse(client, raw, 'message/malformed');
    });
    this.onMessage('hostCommand', (client: Client, raw: unknown) => {
      const message = input.hostCommand.safeParse(raw) as z.ZodSafeParseResult<
        z.output<typeof input.hostCommand>
      >;
      if (message.success && this.live?.command) void this.live.command(client, message.data);
      else if (message.success) this.refuse(client, raw, 'challenge/not-host');
      else this.refuse(client, raw, 'message/malformed');
    });
    this.onMessage('*', (client: Client, _type: string | number, raw: unknown) =>
      this.refuse(client, raw, 'message/unknown'),
    );
  }

  private refuse(client: Client, raw: unknown, code: ErrorCode): void {
    this.live?.refuseCommand(client, namesOf(raw).id, code);
  }

  private close(reason: 'ended' | 'parked' | 'moved'): void {
    this.around.closed(this.sessionId, this);
    setTimeout(() => void this.disconnect(closeCodes[reason]), reason === 'moved' ? 0 : farewellMs).unref();
  }
}

/** What a refusal can safely repeat of a message that was not understood. */
function namesOf(raw: unknown): { id: string; answerId: string; round: number } {
  const from = (raw ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 64) : '');
  return {
    id: text(from.id),
    answerId: text(from.answerId),
    round: Number.isSafeInteger(from.round) ? (from.round as number) : -1,
  };
}
