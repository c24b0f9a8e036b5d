import type { Client } from '@colyseus/core';
import type { Command } from '../../src/domain/challenge/commands.ts';
import { rulesOf } from '../../src/domain/challenge/deal.ts';
import { decide, record } from '../../src/domain/challenge/decide.ts';
import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import { evolve } from '../../src/domain/challenge/evolve.ts';
import { timing } from '../../src/domain/challenge/plan.ts';
import { type ChallengeState, newChallenge, remainingMs } from '../../src/domain/challenge/state.ts';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { sendFrame } from '../../src/platform/realtime/frames.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { Made } from '../../src/wire/joining.ts';
import {
  closeCodes,
  type HostCommand,
  type HostCommandMessage,
  type Reaction,
  type SubmitAnswer,
} from '../../src/wire/messages.ts';
import { Seats } from '../plugins/seats.ts';
import { type Send, Telling } from '../plugins/telling.ts';
import { announcementOf, messageFrame, type Stage, savedFrame, tellOptions } from './announcements.ts';
import { Audience, isPlayer, type Seated } from './audience.ts';
import type { OpenedClass, SessionLog, Told } from './class-challenge.services.ts';
import { Faces } from './faces.ts';
import { HostFeed } from './host-feed.ts';
import type { LiveSession, LiveSurroundings } from './live-session.ts';
import { isPeopleVerb, People } from './people.ts';
import { Reactions } from './reactions.ts';
import { Rehearsal } from './rehearsal.ts';
import { SecondFactorFeed } from './second-factor-feed.ts';
import { noteOf } from './session-notes.ts';
import { welcomeFor } from './welcome.ts';

type Done = (made?: Made) => void;

const closeCodeOf: Partial<Record<ErrorCode, number>> = {
  'join/full': closeCodes.full,
  'join/kicked': closeCodes.kicked,
  'join/seat-moved': closeCodes.replaced,
  'challenge/co-host-ended': closeCodes.coHostEnded,
};

/**
 * One running class: takes what people do, asks the rules, stores what was decided and tells people once it is durable.
 * A plain object and no Colyseus room, because its state is touched a thousand times a round.
 */
export class LiveClass implements LiveSession {
  readonly stage: Stage;
  private readonly state: ChallengeState;
  private readonly audience = new Audience();
  readonly seats = new Seats<Seated>(() => ['get_ready', 'question'].includes(this.state.phase.name));
  private readonly faces: Faces;
  private readonly reactions = new Reactions();
  private readonly log: SessionLog;
  /** What was decided cannot be stored at the moment. */
  private isHeld = false;
  private readonly feed: HostFeed;
  private readonly people: People;
  private readonly secondFactor: SecondFactorFeed;
  /** Session clock = this + monotonic. */
  private readonly clockOffset: number;
  private readonly opened: OpenedClass;
  private readonly rehearsal: Rehearsal | null;
  /** It runs on elsewhere, or another day: nothing more is decided here, and this is why. */
  private leftFor: ErrorCode | null = null;
  private readonly around: LiveSurroundings;
  private readonly telling: Telling;

  constructor(opened: OpenedClass, around: LiveSurroundings) {
    this.opened = opened;
    this.around = around;
    this.telling = new Telling(around.warn);
    this.faces = new Faces(opened.nicknames);

    this.state = newChallenge(rulesOf(opened.plan, opened.settings));
    for (const event of opened.events) evolve(this.state, event);
    this.clockOffset = this.state.clock - around.monotonic();

    this.people = new People(opened, {
      services: around.services,
      audience: this.audience,
      seats: () => this.seats.values(),
      renamed: (participantId, nickname) => this.renamed(participantId, nickname),
      playerChanged: (participantId) => this.feed.reviewChanged(participantId),
    });
    this.stage = {
      plan: opened.plan,
      state: this.state,
      audience: this.audience,
      faceOf: this.faces.of,
      people: this.people,
      isKind: around.services.isKind,
      muted: this.reactions.muted,
      reactionsMuted: false,
    };
    this.feed = new HostFeed(this.stage, () => this.now());
    this.secondFactor = new SecondFactorFeed(
      this.audience,
      opened.settings.secondFactor ? () => around.services.secondFactor(opened.sessionId) : null,
      around.monotonic,
    );
    this.log = around.services.log(opened, {
      lost: () => this.stop('lost'),
      waiting: (isWaiting) => (isWaiting ? this.hold() : this.release()),
    });
    this.rehearsal = opened.settings.rehearsal
      ? new Rehearsal({
          state: this.state,
          locale: opened.plan.locale,
          now: () => this.now(),
          run: (command) => void this.run(command),
          named: (participantId, nickname) => this.faces.name(participantId, nickname),
        })
      : null;
    if (this.state.phase.name === 'ended') this.stop('ended');
    else if (opened.events.length > 0) this.run({ type: 'recover' });
  }

  get waits(): boolean {
    return this.state.phase.name === 'lobby';
  }

  /** Milliseconds on the session's clock. */
  now(): number {
    return Math.round(this.clockOffset + this.around.monotonic());
  }

  /** Seats someone; the welcome follows as soon as all that it tells is durable. */
  enter(client: Client, holder: SeatHolder): void {
    const { locales, locale } = this.opened.plan;
    const seated: Seated = {
      client,
      holder,
      locale: locales.includes(holder.locale) ? holder.locale : locale,
    };
    this.seats.add(seated);
    const code =
      this.people.admit(seated) ??
      (holder.role === 'player' ? this.enterPlayer(holder) : this.enterStaff(holder));
    if (code) {
      this.seats.remove(client);
      client.leave(closeCodeOf[code] ?? closeCodes.ended, code);
      return;
    }
    this.log.append([], () => this.welcome(seated));
  }

  private enterPlayer(holder: Extract<SeatHolder, { role: 'player' }>): ErrorCode | null {
    const { participantId, timeFactor, wanted } = holder;
    if (wanted !== undefined && !this.faces.has(participantId)) this.people.wants(participantId, wanted);
    this.faces.enter(holder);
    return this.run({ type: 'connect', participantId, timeFactor });
  }

  private enterStaff(holder: SeatHolder): ErrorCode | null {
    return holder.role === 'host' ? this.run({ type: 'hostConnect' }) : null;
  }

  private welcome(seated: Seated): void {
    if (this.seats.of(seated.client) !== seated) return; // gone again before it was durable
    const older = isPlayer(seated) ? this.audience.players.get(seated.holder.participantId) : undefined;
    this.audience.add(seated);
    if (older) older.client.leave(closeCodes.replaced, 'replaced'); // [DUR-7] the newer one wins
    const { sessionId, pin } = this.opened;
    sendFrame(
      seated.client,
      messageFrame(
        'welcome',
        welcomeFor(this.stage, seated, this.now(), {
          sessionId,
          pin,
          secondFactor: this.secondFactor.now(),
          rehearsal: this.rehearsal !== null,
        }),
      ),
    );
  }

  leave(client: Client): void {
    const seated = this.seats.of(client);
    if (!seated) return;
    this.seats.remove(client);
    this.audience.remove(seated);
    if (this.state.phase.name === 'ended') return;
    if (seated.holder.role === 'host') this.run({ type: 'hostDrop' });
    if (isPlayer(seated) && !this.seats.isSeated(seated.holder.participantId)) {
      this.run({ type: 'drop', participantId: seated.holder.participantId });
    }
  }

  /** [ANS-1] The reply leaves after the commit; the same answer again waits for the first one's. */
  answer(client: Client, message: SubmitAnswer): void {
    const { round, vote, answerId } = message;
    const participantId = this.playerOf(client);
    const code =
      participantId === null
        ? 'answer/not-a-player'
        : this.log.isFull
          ? 'server/busy'
          : this.run({ type: 'answer', participantId, ...message }, () =>
              sendFrame(client, savedFrame(round, vote)),
            );
    if (code) this.refuseAnswer(client, { answerId, round }, code);
  }

  refuseAnswer(
    client: Client,
    { answerId, round }: { answerId: string; round: number },
    code: ErrorCode,
  ): void {
    this.around.services.answerRefused(code);
    sendFrame(client, messageFrame('answerRefused', { answerId, round, code }));
  }

  private playerOf(client: Client): string | null {
    const seated = this.seats.of(client);
    return seated && isPlayer(seated) ? seated.holder.participantId : null;
  }

  /** [PTS-5] What is not possible changes nothing; the own team stands in the view. */
  chooseTeam(client: Client, team: number): void {
    const participantId = this.playerOf(client);
    if (participantId !== null) this.run({ type: 'chooseTeam', participantId, team });
  }

  react(client: Client, reaction: Reaction): void {
    const participantId = this.playerOf(client);
    if (participantId !== null) this.reactions.take(participantId, reaction, this.now());
  }

  tellClock(client: Client, id: number): void {
    sendFrame(client, messageFrame('clock', { id, at: this.now() }));
  }

  /** [HST-1] From hosts only; whoever else tries is refused and noted. */
  async command(client: Client, { id, command }: HostCommandMessage): Promise<void> {
    const done = (made?: Made) =>
      sendFrame(client, messageFrame('commandDone', { id, ...(made && { made }) }));
    const seated = this.seats.of(client);
    const leads = seated !== undefined && this.people.leads(seated);
    const code = !leads
      ? 'challenge/not-host'
      : this.log.isFull
        ? 'server/busy'
        : await this.tryToObey(seated, command, done);
    if (code) this.refuseCommand(client, id, code);
    if (code === 'challenge/not-host')
      this.around.warn('a host command came from someone else', { verb: command.verb });
  }

  refuseCommand(client: Client, id: string, code: ErrorCode): void {
    sendFrame(client, messageFrame('commandRefused', { id, code }));
  }

  /** Whatever goes wrong, whoever pressed the button hears of it. */
  private async tryToObey(seated: Seated, command: HostCommand, done: Done): Promise<ErrorCode | null> {
    try {
      return await this.obey(seated, command, done);
    } catch (error) {
      this.around.warn('a host command failed', { verb: command.verb, error: String(error) });
      return 'server/internal';
    }
  }

  private async obey(seated: Seated, command: HostCommand, done: Done): Promise<ErrorCode | null> {
    if (command.verb === 'rename') return this.rename(command.participantId, command.nickname, done);
    if (command.verb === 'muteReactions') return this.mute(command, done);
    // nothing of it is to be kept, not even for another day
    if (command.verb === 'park' && this.rehearsal) return 'challenge/wrong-phase';
    if (!isPeopleVerb(command)) return this.run({ type: 'host', order: command }, done, done);
    const obeyed = await this.people.obey(seated, command);
    if (!obeyed.ok) return obeyed.code;
    done(obeyed.made);
    return null;
  }

  private async rename(participantId: string, wanted: string, done: Send): Promise<ErrorCode | null> {
    if (!this.state.players.has(participantId)) return 'challenge/no-such-player';
    const renamed = await this.around.services.rename(this.opened.sessionId, participantId, wanted);
    if (!renamed.ok) return renamed.code as ErrorCode;
    this.renamed(participantId, renamed.nickname);
    this.people.settled(participantId);
    done();
    return null;
  }

  /** [DUR-4] Told at once and not after the commit: it is no fact of the log, and a crash takes no more back than the time since. */
  private hold(): void {
    this.isHeld = true;
    this.tellSaving(true);
  }

  /** The clock goes on first, so that nobody sees it jump. */
  private release(): void {
    this.isHeld = false;
    if (this.state.phase.name !== 'ended') this.run({ type: 'release' });
    this.log.append([], () => this.tellSaving(false));
  }

  private tellSaving(waiting: boolean): void {
    const frame = messageFrame('saving', { waiting, at: this.now() });
    this.audience.everyone(() => frame);
  }

  private renamed(participantId: string, nickname: string): void {
    this.faces.name(participantId, nickname);
    this.audience.toPlayer(participantId, messageFrame('renamed', { nickname }));
    this.feed.playerChanged(participantId);
  }

  nameProposed(participantId: string, nickname: string): void {
    this.people.wants(participantId, nickname);
  }

  private mute(
    { muted, participantId }: Extract<HostCommand, { verb: 'muteReactions' }>,
    done: Send,
  ): ErrorCode | null {
    if (participantId === undefined) {
      this.reactions.allMuted = muted;
      this.stage.reactionsMuted = muted;
      tellOptions(this.stage)();
      for (const id of this.audience.players.keys()) this.tellMuted(id);
    } else if (!this.state.players.has(participantId)) {
      return 'challenge/no-such-player';
    } else {
      if (muted) this.reactions.muted.add(participantId);
      else this.reactions.muted.delete(participantId);
      this.feed.playerChanged(participantId);
      this.tellMuted(participantId);
    }
    done();
    return null;
  }

  private tellMuted(participantId: string): void {
    const muted = this.reactions.allMuted || this.reactions.muted.has(participantId);
    this.audience.toPlayer(participantId, messageFrame('reactionsMuted', { muted }));
  }

  private tellReactions(): void {
    const counts = this.reactions.gathered(this.now());
    if (!counts) return;
    const frame = messageFrame('reactions', counts);
    this.audience.toStaff(() => frame);
  }

  tick(): void {
    if (this.leftFor) return;
    if (this.isForsaken()) {
      this.parkAgain();
      return;
    }
    this.rehearsal?.tick();
    if (this.state.phase.name !== 'ended') this.run({ type: this.isHeld ? 'hold' : 'tick' });
    this.feed.flush();
    this.secondFactor.tick();
    this.people.flush();
    this.tellReactions();
    this.seats.letGo();
  }

  get isAtRest(): boolean {
    return !['get_ready', 'question'].includes(this.state.phase.name) || this.audience.players.size === 0;
  }

  /** What comes meanwhile is refused as if the database were slow: the clients keep it and send it again where it goes on. */
  async leaveToOthers(): Promise<void> {
    this.leftFor = 'server/busy';
    await new Promise<void>((resolve) => this.log.append([], resolve));
  }

  /**
   * Decides, records, stores; then tells. `done` is called once the facts are durable, `already` when there was nothing
   * to do, after everything decided earlier is durable.
   */
  private run(command: Command, already?: Send, done?: Send): ErrorCode | null {
    if (this.leftFor) return this.leftFor;
    const now = this.now();
    const decision = decide(this.state, command, now);
    if (!decision.ok) return decision.code;
    if (decision.facts.length === 0) {
      if (already) this.log.append([], already);
      return null;
    }
    const entries: Told[] = [];
    for (const event of record(this.state, decision.facts, now)) {
      const send = this.telling.prepared(event.type, () => announcementOf(this.stage, event));
      entries.push({ event, remainingMs: remainingMs(this.state, event.clock), send });
      this.feed.heard(event);
    }
    this.log.append(entries, () => {
      for (const { event, send } of entries) this.telling.tell(event.type, send);
      for (const { event } of entries) this.afterwards(event);
      done?.();
    });
    return null;
  }

  private afterwards(event: ChallengeEvent): void {
    const note = noteOf(event, this.state);
    if (note) this.around.services.note(this.opened.sessionId, note);
    if (event.type === 'session.ended') {
      this.around.services.finish(this.opened.sessionId);
      this.stop('ended');
    }
    if (event.type === 'session.paused' && event.reason === 'parked') this.stop('parked');
  }

  /** [HST-2] It was opened again on another day, and nobody went on. */
  private isForsaken(): boolean {
    const { paused, hosts, hostGoneAt } = this.state;
    return paused?.reason === 'parked' && hosts === 0 && this.now() - hostGoneAt >= timing.hostAbsence;
  }

  private parkAgain(): void {
    this.around.services.note(this.opened.sessionId, { kind: 'status', status: 'parked' });
    this.stop('parked');
  }

  private stop(reason: 'ended' | 'parked' | 'lost'): void {
    if (reason === 'parked') this.leftFor = 'session/parked';
    if (reason === 'lost') this.leftFor = 'server/busy';
    this.around.over(reason);
  }
}
