import type { Client } from '@colyseus/core';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { type Frame, sendFrame } from '../../src/platform/realtime/frames.ts';

export interface Seated {
  client: Client;
  holder: SeatHolder;
  locale: string;
}
export interface SeatedPlayer extends Seated {
  holder: Extract<SeatHolder, { role: 'player' }>;
}

/** Makes a frame for one language; it is asked once a language, however many read it. */
export type FrameFor = (locale: string) => Frame;

/** Everyone who is connected to a class, by what they may see. A seat enters only with its welcome. */
export class Audience {
  readonly players = new Map<string, SeatedPlayer>();
  readonly hosts = new Set<Seated>();
  readonly projectors = new Set<Seated>();
  readonly spectators = new Set<Seated>();

  add(seated: Seated): void {
    if (isPlayer(seated)) this.players.set(seated.holder.participantId, seated);
    else this.staff(seated.holder.role).add(seated);
  }

  /** Takes the seat away, unless a newer one of the same participant has taken its place. */
  remove(seated: Seated): void {
    if (!isPlayer(seated)) this.staff(seated.holder.role).delete(seated);
    else if (this.players.get(seated.holder.participantId) === seated)
      this.players.delete(seated.holder.participantId);
  }

  /** `own`: frames of single players in place of the common one. */
  everyone(frameFor: FrameFor, own?: ReadonlyMap<string, Frame>): void {
    this.toPlayers(frameFor, own);
    this.toWatchers(frameFor);
  }

  toPlayers(frameFor: FrameFor, own?: ReadonlyMap<string, Frame>): void {
    const once = perLocale(frameFor);
    for (const [id, seated] of this.players) sendFrame(seated.client, own?.get(id) ?? once(seated.locale));
  }

  /** Whoever has no part of their own in what everybody is told: hosts, projectors and spectators. */
  toWatchers(frameFor: FrameFor): void {
    this.toStaff(frameFor);
    this.toSpectators(frameFor);
  }

  toSpectators(frameFor: FrameFor): void {
    const once = perLocale(frameFor);
    for (const seated of this.spectators) sendFrame(seated.client, once(seated.locale));
  }

  /** Hosts and projectors. */
  toStaff(frameFor: FrameFor): void {
    const once = perLocale(frameFor);
    for (const seated of this.hosts) sendFrame(seated.client, once(seated.locale));
    for (const seated of this.projectors) sendFrame(seated.client, once(seated.locale));
  }

  toHosts(frameFor: FrameFor): void {
    for (const { client, locale } of this.hosts) sendFrame(client, frameFor(locale));
  }

  toProjectors(frame: Frame): void {
    for (const { client } of this.projectors) sendFrame(client, frame);
  }

  toPlayer(participantId: string, frame: Frame): void {
    const seated = this.players.get(participantId);
    if (seated) sendFrame(seated.client, frame);
  }

  /** To the player who sat there when the frame was made; whoever has come back since was told by the welcome. */
  toSeated(seated: SeatedPlayer, frame: Frame): void {
    if (this.players.get(seated.holder.participantId) === seated) sendFrame(seated.client, frame);
  }

  private staff(role: SeatHolder['role']): Set<Seated> {
    if (role === 'spectator') return this.spectators;
    return role === 'host' ? this.hosts : this.projectors;
  }
}

export function isPlayer(seated: Seated): seated is SeatedPlayer {
  return seated.holder.role === 'player';
}

export function perLocale<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    let value = made.get(locale);
    if (value === undefined) {
      value = make(locale);
      made.set(locale, value);
    }
    return value;
  };
}
