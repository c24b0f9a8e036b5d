import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { HostAudience, Made, NameReview, PeopleVerb } from '../../src/wire/joining.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import { messageFrame } from './announcements.ts';
import type { Audience, Seated } from './audience.ts';
import type { ClassChallengeServices, OpenedClass } from './class-challenge.services.ts';

/** So many may watch a class beside those who play. */
export const mostSpectators = 50;

interface Surroundings {
  services: ClassChallengeServices;
  audience: Audience;
  /** Everyone who has a seat, also those whose welcome is on its way. */
  seats(): Iterable<Seated>;
  /** By this name a player goes from now on. */
  renamed(participantId: string, nickname: string): void;
  /** Hosts should hear anew of this player. */
  playerChanged(participantId: string): void;
}

type Obeyed = { ok: true; made?: Made } | { ok: false; code: ErrorCode };

const peopleVerbs = [
  'reviewName',
  'makeReturnCode',
  'keepAccommodation',
  'inviteCoHost',
  'endCoHost',
] as const;
export const isPeopleVerb = <C extends { verb: string }>(command: C): command is C & PeopleVerb =>
  (peopleVerbs as readonly string[]).includes(command.verb);

/** Who is in a class beside the game itself: names that wait, co-hosts, spectators, and the way back for players. */
export class People {
  private readonly sessionId: string;
  private readonly around: Surroundings;
  private readonly reviews = new Map<string, NameReview>();
  private readonly coHosts: Set<string>;
  private readonly accounts = new Set<string>();
  /** Their seats may have been reserved before. */
  private readonly ended = new Set<string>();
  /** [HST-1] How often each player has moved to another device: an older one may have reserved a seat before. */
  private readonly moves = new Map<string, number>();
  private told = '';

  constructor({ sessionId, nicknames, coHosts }: OpenedClass, around: Surroundings) {
    this.sessionId = sessionId;
    this.around = around;
    this.coHosts = new Set(coHosts);
    for (const { participantId, wanted, refused, hasAccount } of nicknames) {
      if (wanted !== null) this.reviews.set(participantId, { wanted, refused });
      if (hasAccount) this.accounts.add(participantId);
    }
  }

  /** Why somebody cannot take this seat; null: they can. */
  admit({ holder }: Seated): ErrorCode | null {
    if (holder.role === 'spectator') {
      const others = [...this.around.seats()].filter((one) => one.holder.role === 'spectator').length - 1;
      return others >= mostSpectators ? 'join/full' : null;
    }
    if (holder.role === 'player') return this.admitPlayer(holder);
    if (holder.role !== 'host' || holder.coHostId === undefined) return null;
    if (this.ended.has(holder.coHostId)) return 'challenge/co-host-ended';
    this.coHosts.add(holder.coHostId);
    return null;
  }

  private admitPlayer({
    participantId,
    account,
    deviceMoves = 0,
  }: Extract<SeatHolder, { role: 'player' }>): ErrorCode | null {
    if (deviceMoves < (this.moves.get(participantId) ?? 0)) return 'join/seat-moved';
    if (deviceMoves > 0) this.moves.set(participantId, deviceMoves);
    if (account) this.accounts.add(participantId);
    return null;
  }

  /** Whether orders from this seat count. */
  leads({ holder }: Seated): boolean {
    return holder.role === 'host' && (holder.coHostId === undefined || this.coHosts.has(holder.coHostId));
  }

  reviewOf(participantId: string): NameReview | null {
    return this.reviews.get(participantId) ?? null;
  }

  hasAccount(participantId: string): boolean {
    return this.accounts.has(participantId);
  }

  /** A name that somebody asks for: nobody but the hosts and the player reads it. */
  wants(participantId: string, wanted: string): void {
    this.tell(participantId, { wanted, refused: false });
  }

  /** The host gave a name without being asked. */
  settled(participantId: string): void {
    if (this.reviews.has(participantId)) this.tell(participantId, null);
  }

  async obey({ holder }: Seated, command: PeopleVerb): Promise<Obeyed> {
    const { services } = this.around;
    if (command.verb === 'reviewName') return this.review(command);
    if (command.verb === 'makeReturnCode') {
      const made = await services.makeReturnCode(this.sessionId, command.participantId);
      if (!made.ok) return refused(made.code);
      const { code, leftMs } = made;
      return { ok: true, made: { kind: 'returnCode', code, leftMs } };
    }
    // power that was lent is not lent on
    if (holder.role !== 'host' || holder.coHostId !== undefined) return refused('challenge/host-only');
    if (command.verb === 'keepAccommodation') {
      const { participantId, factor } = command;
      const kept = await services.keepTime(this.sessionId, participantId, { by: holder, factor });
      return kept.ok ? kept : refused(kept.code);
    }
    if (command.verb === 'endCoHost') return this.endCoHost(command.coHostId);
    const made = await services.inviteCoHost(this.sessionId, holder);
    if (!made.ok) return refused(made.code);
    const { token, leftMs } = made;
    return { ok: true, made: { kind: 'coHostLink', token, leftMs } };
  }

  private async review({
    participantId,
    decision,
  }: Extract<PeopleVerb, { verb: 'reviewName' }>): Promise<Obeyed> {
    const before = this.reviews.get(participantId);
    if (!before) return refused('challenge/no-name-waits');
    const reviewed = await this.around.services.reviewName(this.sessionId, participantId, decision);
    if (!reviewed.ok) return refused(reviewed.code);
    if (decision === 'approve') this.around.renamed(participantId, reviewed.nickname);
    this.tell(participantId, decision === 'refuse' ? { ...before, refused: true } : null);
    return { ok: true };
  }

  private tell(participantId: string, review: NameReview | null): void {
    if (review) this.reviews.set(participantId, review);
    else this.reviews.delete(participantId);
    this.around.audience.toPlayer(participantId, messageFrame('nameReviewed', { review }));
    this.around.playerChanged(participantId);
  }

  private async endCoHost(coHostId: string): Promise<Obeyed> {
    if (!(await this.around.services.endCoHost(this.sessionId, coHostId)))
      return refused('challenge/no-such-co-host');
    this.coHosts.delete(coHostId);
    this.ended.add(coHostId);
    for (const { client, holder } of this.around.seats())
      if (holder.role === 'host' && holder.coHostId === coHostId)
        client.leave(closeCodes.coHostEnded, 'the host ended it');
    return { ok: true };
  }

  audienceView(): HostAudience {
    const here = new Set<string>();
    for (const { holder } of this.around.audience.hosts)
      if (holder.role === 'host' && holder.coHostId !== undefined) here.add(holder.coHostId);
    return {
      coHosts: [...this.coHosts].map((coHostId) => ({ coHostId, connected: here.has(coHostId) })),
      spectators: this.around.audience.spectators.size,
    };
  }

  /** Tells hosts what changed since the last time. */
  flush(): void {
    if (this.around.audience.hosts.size === 0) return;
    const view = this.audienceView();
    const told = JSON.stringify(view);
    if (told === this.told) return;
    this.told = told;
    const frame = messageFrame('hostAudience', view);
    this.around.audience.toHosts(() => frame);
  }
}

const refused = (code: string): Obeyed => ({ ok: false, code: code as ErrorCode });
