import type { Client } from '@colyseus/core';
import { type ChallengeState, remainingMs } from '../../src/domain/challenge/state.ts';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { decideSelfPaced, isTimeRunning, type SelfPacedCommand } from '../../src/domain/self-paced/decide.ts';
import { isOwn, type SelfPacedEvent } from '../../src/domain/self-paced/events.ts';
import { ownRules, pacedPlan } from '../../src/domain/self-paced/plan.ts';
import { OwnLegs, raceSoFar } from '../../src/domain/self-paced/race.ts';
import {
  evolveSelfPaced,
  newSelfPaced,
  recordSelfPaced,
  type SelfPacedState,
} from '../../src/domain/self-paced/state.ts';
import { sendFrame } from '../../src/platform/realtime/frames.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import { closeCodes, type SubmitAnswer } from '../../src/wire/messages.ts';
import { Seats } from '../plugins/seats.ts';
import { preparedForEach, type Send, Telling, toEach } from '../plugins/telling.ts';
import { announcementOf, messageFrame, type Stage, savedFrame } from './announcements.ts';
import { Audience, isPlayer, type Seated } from './audience.ts';
import type { OpenedClass, SessionLog, Told } from './class-challenge.services.ts';
import { Faces } from './faces.ts';
import type { LiveSession, LiveSurroundings } from './live-session.ts';
import { welcomeFor } from './welcome.ts';

/** A room in which nobody is any more goes after this. */
const emptyMs = 30_000;
const nobodyElse = {
  reviewOf: () => null,
  hasAccount: () => false,
  audienceView: () => ({ coHosts: [], spectators: 0 }),
};

interface Surroundings extends LiveSurroundings {
  /** Milliseconds of the wall clock, in which deadlines of days are given. */
  wall: () => number;
}

/**
 * [REP-4] A homework while learners are at it: each is told of the own run alone. The rules, the log and the messages are those of a class.
 * It is opened for the first learner who comes and goes with the last one.
 */
export class LiveSelfPaced implements LiveSession {
  private readonly state: SelfPacedState;
  private readonly plan: OpenedClass['plan'];
  private readonly opened: OpenedClass;
  private readonly around: Surroundings;
  private readonly telling: Telling;
  private readonly log: SessionLog;
  private readonly clockOffset: number;
  /** What is open can be answered tomorrow: nobody waits for it. */
  readonly seats = new Seats<Seated>();
  /** Of each learner who is there: the own device, welcomed. */
  private readonly audiences = new Map<string, Audience>();
  private readonly faces: Faces;
  /** What was decided cannot be stored at the moment. */
  private isHeld = false;
  /** [REP-3] Of the one who races; a race has nobody else. */
  private readonly ownLegs = new OwnLegs();
  /** It goes on elsewhere: nothing more is decided here. */
  private isLeft = false;
  private deadline: number;
  /** Whether the end is still the end is being looked up. */
  private isAsking = false;
  private emptySince: number;

  constructor(opened: OpenedClass, around: Surroundings) {
    this.opened = opened;
    this.around = around;
    this.telling = new Telling(around.warn);
    const { settings } = opened;
    this.plan = pacedPlan(opened.plan, settings);
    this.state = newSelfPaced(ownRules(opened.plan, settings));
    this.faces = new Faces(opened.nicknames);
    for (const event of opened.events as SelfPacedEvent[]) {
      evolveSelfPaced(this.state, event);
      this.followRace(event);
    }
    this.clockOffset = this.state.clock - around.monotonic();
    this.deadline = opened.closesAt!;
    this.emptySince = around.monotonic();
    this.log = around.services.log(opened, {
      lost: () => {
        this.isLeft = true;
        around.over('lost');
      },
      waiting: (isWaiting) => (isWaiting ? this.hold() : this.release()),
    });
    if (this.state.ended) {
      around.over('ended');
      return;
    }
    this.run({ type: 'recover' });
    this.endWhenAlone();
  }

  private now(): number {
    return Math.round(this.clockOffset + this.around.monotonic());
  }

  enter(client: Client, holder: SeatHolder): void {
    if (holder.role !== 'player') {
      client.leave(closeCodes.ended, 'nobody leads a homework');
      return;
    }
    const { locales, locale } = this.plan;
    const seated: Seated = {
      client,
      holder,
      locale: locales.includes(holder.locale) ? holder.locale : locale,
    };
    this.seats.add(seated);
    this.faces.enter(holder);
    const { participantId, timeFactor } = holder;
    const code = this.run({ type: 'connect', participantId, timeFactor });
    if (code) {
      this.seats.remove(client);
      client.leave(code === 'join/full' ? closeCodes.full : closeCodes.ended, code);
      return;
    }
    this.log.append([], () => this.welcome(seated));
  }

  private welcome(seated: Seated): void {
    if (this.seats.of(seated.client) !== seated || !isPlayer(seated)) return; // gone again before it was durable
    const { participantId } = seated.holder;
    const audience = this.audiences.get(participantId) ?? new Audience();
    const older = audience.players.get(participantId);
    audience.add(seated);
    this.audiences.set(participantId, audience);
    if (older) older.client.leave(closeCodes.replaced, 'replaced'); // [DUR-7] the newer one wins
    const { sessionId } = this.opened;
    const welcome = welcomeFor(this.stageOf(participantId), seated, this.now(), {
      sessionId,
      pin: null,
      secondFactor: null,
      rehearsal: false,
    });
    sendFrame(seated.client, messageFrame('welcome', welcome));
    this.tellRace(audience)();
  }

  leave(client: Client): void {
    const seated = this.seats.of(client);
    if (!seated || !isPlayer(seated)) return;
    this.seats.remove(client);
    const { participantId } = seated.holder;
    const audience = this.audiences.get(participantId);
    audience?.remove(seated);
    if (audience?.players.size === 0) this.audiences.delete(participantId);
    if (this.seats.size === 0) this.emptySince = this.around.monotonic();
    if (!this.seats.isSeated(participantId)) this.run({ type: 'drop', participantId });
  }

  closesAt(at: number): void {
    this.deadline = at;
  }

  /** [ANS-1] The reply leaves after the commit; the same answer again waits for the first one's. */
  answer(client: Client, message: SubmitAnswer): void {
    const { round, vote, answerId } = message;
    const participantId = this.playerOf(client);
    const saved = () => sendFrame(client, savedFrame(round, vote));
    const code =
      participantId === null
        ? 'answer/not-a-player'
        : this.log.isFull
          ? 'server/busy'
          : this.run({ type: 'answer', participantId, ...message }, saved);
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

  refuseCommand(client: Client, id: string, code: ErrorCode): void {
    sendFrame(client, messageFrame('commandRefused', { id, code }));
  }

  /** What is not possible now changes nothing: the button shows where the learner is. */
  next(client: Client, step: number): void {
    const participantId = this.playerOf(client);
    if (participantId !== null && !this.log.isFull) this.run({ type: 'next', participantId, step });
  }

  tellClock(client: Client, id: number): void {
    sendFrame(client, messageFrame('clock', { id, at: this.now() }));
  }

  private playerOf(client: Client): string | null {
    const seated = this.seats.of(client);
    return seated && isPlayer(seated) ? seated.holder.participantId : null;
  }

  /** [DUR-4] As in a class: told at once, and a question's clock stands until it can be stored again. */
  private hold(): void {
    this.isHeld = true;
    this.tellSaving(true);
  }

  /** The clocks go on first, so that nobody sees one jump. */
  private release(): void {
    this.isHeld = false;
    this.run({ type: 'release' });
    this.log.append([], () => this.tellSaving(false));
  }

  private tellSaving(waiting: boolean): void {
    const frame = messageFrame('saving', { waiting, at: this.now() });
    toEach(this.audiences.values(), (audience) => audience.everyone(() => frame));
  }

  tick(): void {
    if (this.state.ended) return;
    if (this.around.wall() >= this.deadline) this.endIfDue();
    this.run({ type: this.isHeld ? 'hold' : 'tick' });
    const isEmpty = this.seats.size === 0 && this.around.monotonic() - this.emptySince > emptyMs;
    if (isEmpty && !isTimeRunning(this.state)) this.log.append([], () => this.goIfEmpty());
  }

  /** Without the database it could not end either; the next tick asks again. */
  private endIfDue(): void {
    if (this.isAsking) return;
    this.isAsking = true;
    const asked = this.around.services.closesAt(this.opened.sessionId).then((at) => {
      this.deadline = at ?? this.deadline;
      if (this.around.wall() >= this.deadline) this.run({ type: 'end', reason: 'finished' });
    });
    const done = () => {
      this.isAsking = false;
    };
    void asked.then(done, done);
  }

  private goIfEmpty(): void {
    if (this.seats.size === 0 && !this.state.ended) this.around.over('moved');
  }

  get isAtRest(): boolean {
    return true;
  }

  async leaveToOthers(): Promise<void> {
    this.isLeft = true;
    await new Promise<void>((resolve) => this.log.append([], resolve));
  }

  /** `already`: called when there was nothing to decide any more, once all before is durable. */
  private run(command: SelfPacedCommand, already?: Send): ErrorCode | null {
    if (this.isLeft) return 'server/busy';
    const now = this.now();
    const decision = decideSelfPaced(this.state, command, now);
    if (!decision.ok) return decision.code;
    if (decision.facts.length === 0) {
      if (already) this.log.append([], already);
      return null;
    }
    const isFirst = this.state.seq === 0;
    const entries = recordSelfPaced(this.state, decision.facts, now).map(
      (event): Told & { event: SelfPacedEvent } => {
        const send = this.telling.prepared(event.type, () => {
          this.followRace(event);
          return this.tellingOf(event);
        });
        return { event, remainingMs: this.leftIn(event), send };
      },
    );
    this.log.append(entries, () => {
      for (const { event, send } of entries) this.telling.tell(event.type, send);
      if (isFirst) this.around.services.note(this.opened.sessionId, { kind: 'status', status: 'running' });
      if (this.state.ended && entries.some(({ event }) => event.type === 'session.ended')) this.ended();
    });
    this.endWhenAlone();
    return null;
  }

  /** [REP-3] Nobody else has anything left to do in it; also where a crash came in between. */
  private endWhenAlone(): void {
    if (!this.opened.alone || this.state.ended) return;
    for (const { phase } of this.state.runs.values())
      if (phase.name === 'podium') this.run({ type: 'end', reason: 'finished' });
  }

  private ended(): void {
    this.around.services.finish(this.opened.sessionId);
    this.around.over('ended');
  }

  private tellingOf(event: SelfPacedEvent): Send {
    if (!isOwn(event))
      return preparedForEach(
        this.audiences.keys(),
        (id) => announcementOf(this.stageOf(id), event) ?? nothing,
      );
    const { participantId } = event;
    const audience = this.audiences.get(participantId);
    if (!audience) return nothing;
    const tell = () => announcementOf(this.stageOf(participantId), event) ?? nothing;
    const tellRace = () => this.tellRace(audience);
    return preparedForEach(event.type === 'round.closed' ? [tell, tellRace] : [tell], (make) => make());
  }

  private followRace(event: SelfPacedEvent): void {
    const run = isOwn(event) ? this.state.runs.get(event.participantId) : undefined;
    if (this.opened.ghost && run) this.ownLegs.follow(event, run);
  }

  /** [REP-3] How far the learner and the ghost are, of questions that are closed for the learner. */
  private tellRace(audience: Audience): Send {
    const { ghost } = this.opened;
    if (!ghost) return nothing;
    const frame = messageFrame('race', raceSoFar(ghost, this.ownLegs.legs));
    return () => audience.everyone(() => frame);
  }

  private leftIn(event: SelfPacedEvent): number | null {
    const run = isOwn(event) ? this.state.runs.get(event.participantId) : undefined;
    const left = run ? remainingMs(run, event.clock) : null;
    return left !== null && Number.isFinite(left) ? left : null;
  }

  /** The run as its learner sees it: a class of one. */
  private stageOf(participantId: string): Stage {
    const state: ChallengeState = this.state.runs.get(participantId)!;
    return {
      plan: this.plan,
      state,
      audience: this.audiences.get(participantId) ?? new Audience(),
      faceOf: this.faces.of,
      people: nobodyElse,
      isKind: this.around.services.isKind,
      muted: new Set(),
      reactionsMuted: false,
    };
  }
}

const nothing: Send = () => {};
