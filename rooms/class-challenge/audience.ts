import type { Client } from '@colyseus/core';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { type Frame, sendFrame } from '../../src/platform/realtime/frames.ts';
import { type Send, toEach } from '../plugins/telling.ts';

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
    toEach([() => this.toPlayers(frameFor, own), () => this.toWatchers(frameFor)], tell);
  }

  toPlayers(frameFor: FrameFor, own?: ReadonlyMap<string, Frame>): void {
    const once = perLocale(frameFor);
    toEach(this.players, ([id, { client, locale }]) => sendFrame(client, own?.get(id) ?? once(locale)));
  }

  /** Whoever has no part of their own in what everybody is told: hosts, projectors and spectators. */
  toWatchers(frameFor: FrameFor): void {
    toEach([() => this.toStaff(frameFor), () => this.toSpectators(frameFor)], tell);
  }

  toSpectators(frameFor: FrameFor): void {
    const once = perLocale(frameFor);
    toEach(this.spectators, ({ client, locale }) => sendFrame(client, once(locale)));
  }

  /** Hosts and projectors. */
  toStaff(frameFor: FrameFor): void {
    const once = perLocale(frameFor);
    const staff = [...this.hosts, ...this.projectors];
    toEach(staff, ({ client, locale }) => sendFrame(client, once(locale)));
  }

  toHosts(frameFor: FrameFor): void {
    toEach(this.hosts, ({ client, locale }) => sendFrame(client, frameFor(locale)));
  }

  toProjectors(frame: Frame): void {
    toEach(this.projectors, ({ client }) => sendFrame(client, frame));
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

const tell = (send: Send): void => send();

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
