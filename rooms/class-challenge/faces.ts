import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { Face } from '../../src/wire/messages.ts';
import type { OpenedClass } from './class-challenge.services.ts';

/** How players are shown to each other. */
export class Faces {
  private readonly byPlayer = new Map<string, Face>();

  constructor(known: OpenedClass['nicknames']) {
    for (const { participantId, nickname, avatar } of known)
      this.byPlayer.set(participantId, faceOf(nickname, avatar ?? undefined));
  }

  has(participantId: string): boolean {
    return this.byPlayer.has(participantId);
  }

  /** The name is as it was when the player came first; the avatar as the learner wears it now. */
  enter({ participantId, nickname, avatar }: Extract<SeatHolder, { role: 'player' }>): void {
    this.byPlayer.set(participantId, faceOf(this.byPlayer.get(participantId)?.nickname ?? nickname, avatar));
  }

  name(participantId: string, nickname: string): void {
    this.byPlayer.set(participantId, faceOf(nickname, this.byPlayer.get(participantId)?.avatar));
  }

  readonly of = (participantId: string): Face => this.byPlayer.get(participantId) ?? unknown;
}

const unknown: Face = { nickname: '?' };
const faceOf = (nickname: string, avatar: string | undefined): Face =>
  avatar === undefined ? { nickname } : { nickname, avatar };
