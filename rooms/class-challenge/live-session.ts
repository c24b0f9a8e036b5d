import type { Client } from '@colyseus/core';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { HostCommandMessage, Reaction, SubmitAnswer } from '../../src/wire/messages.ts';
import type { Seats } from '../plugins/seats.ts';
import type { Seated } from './audience.ts';
import type { ClassChallengeServices } from './class-challenge.services.ts';

export interface LiveSurroundings {
  services: ClassChallengeServices;
  /** Monotonic milliseconds of this process. */
  monotonic: () => number;
  /** Something went wrong or looks like an attack; without personal data. */
  warn(what: string, details?: Record<string, unknown>): void;
  /** It is over for this process: ended, left for another day, nobody is there any more, or another one has it already. */
  over(reason: 'ended' | 'parked' | 'moved' | 'lost'): void;
}

/** What the room's shell hands on; a class that is led, or learners at their own pace. */
export interface LiveSession {
  readonly seats: Seats<Seated>;
  /** It has not begun. */
  readonly waits?: boolean;
  enter(client: Client, holder: SeatHolder): void;
  leave(client: Client): void;
  nameProposed?(participantId: string, nickname: string): void;
  closesAt?(at: number): void;
  answer(client: Client, message: SubmitAnswer): void;
  refuseAnswer(client: Client, about: { answerId: string; round: number }, code: ErrorCode): void;
  refuseCommand(client: Client, id: string, code: ErrorCode): void;
  chooseTeam?(client: Client, team: number): void;
  react?(client: Client, reaction: Reaction): void;
  next?(client: Client, step: number): void;
  tellClock(client: Client, id: number): void;
  command?(client: Client, message: HostCommandMessage): Promise<void>;
  tick(): void;
  /** Nobody is in the middle of a question. */
  readonly isAtRest: boolean;
  /** [DUR-5] Decides nothing more, so that another process can go on; resolves when all that was decided is stored. */
  leaveToOthers(): Promise<void>;
}
