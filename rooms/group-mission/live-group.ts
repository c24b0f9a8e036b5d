import type { Client } from '@colyseus/core';
import type { Command } from '../../src/domain/group-mission/commands.ts';
import { decide, record } from '../../src/domain/group-mission/decide.ts';
import type { GroupEvent } from '../../src/domain/group-mission/events.ts';
import { evolve } from '../../src/domain/group-mission/evolve.ts';
import { rulesOfGroup } from '../../src/domain/group-mission/plan.ts';
import { newGroup, remainingMs } from '../../src/domain/group-mission/state.ts';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import { frameOf, sendFrame } from '../../src/platform/realtime/frames.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import type { ActMessage, GroupPayloads, WatchedGroup } from '../../src/wire/group-mission.ts';
import { closeCodes } from '../../src/wire/messages.ts';
import { Seats } from '../plugins/seats.ts';
import { preparedForEach, type Send, Telling, toEach } from '../plugins/telling.ts';
import type { GroupOrder } from './group-line.ts';
import type { GroupLog, GroupServices, OpenedGroup } from './group-mission.services.ts';
import { type GroupScene, stageView, tableView, watchedGroup } from './group-views.ts';

const whyClosed = {
  'group/full': closeCodes.full,
  'join/kicked': closeCodes.kicked,
} as const satisfies { [C in ErrorCode]?: number };

export type LearnerHolder = Extract<SeatHolder, { role: 'player' }>;

interface Surroundings {
  services: GroupServices;
  /** Monotonic milliseconds of this process. */
  monotonic: () => number;
  /** Something went wrong; without personal data. */
  warn(what: string, details?: Record<string, unknown>): void;
  /** Something of the group changed and is stored. */
  changed(group: LiveGroup): void;
  /** The group is over for this process: ended, or taken over by another one. */
  over(reason: 'ended' | 'lost'): void;
}

interface Seated {
  client: Client;
  holder: LearnerHolder;
  locale: string;
  /** The step that this learner was told last. */
  step: number;
}

/** One running group: takes what learners do, asks the rules, stores what was decided and tells people once it is durable. */
export class LiveGroup {
  readonly sessionId: string;
  private readonly scene: GroupScene;
  readonly seats = new Seats<Seated>(() => this.scene.state.phase.name === 'task');
  /** Whoever has the welcome, by participant. */
  private readonly seated = new Map<string, Seated>();
  /** Who goes on in another group; their seats here may have been reserved before. */
  private readonly movedAway = new Set<string>();
  private readonly nicknames = new Map<string, string>();
  private readonly telling: Telling;
  private readonly log: GroupLog;
  private readonly opened: OpenedGroup;
  private readonly around: Surroundings;
  /** Session clock = this + monotonic. */
  private readonly clockOffset: number;
  private status: 'running' | 'paused' | 'lobby' = 'lobby';
  /** It goes on elsewhere: nothing more is decided here. */
  private isLeft = false;

  constructor(opened: OpenedGroup, around: Surroundings) {
    this.opened = opened;
    this.around = around;
    this.telling = new Telling(around.warn);
    this.sessionId = opened.sessionId;
    for (const { participantId, nickname } of opened.nicknames) this.nicknames.set(participantId, nickname);
    const state = newGroup(rulesOfGroup(opened.plan));
    for (const event of opened.events) evolve(state, event);
    this.clockOffset = state.clock - around.monotonic();
    this.scene = {
      plan: opened.plan,
      state,
      sessionId: opened.sessionId,
      group: opened.group,
      nameOf: (participantId) => this.nicknames.get(participantId) ?? '?',
    };
    this.log = around.services.log(opened, {
      lost: () => {
        this.isLeft = true;
        this.around.over('lost');
      },
      waiting: (waiting) => this.tellAll('saving', () => ({ waiting })),
    });
    if (state.phase.name === 'ended') this.around.over('ended');
    else if (opened.events.length > 0) this.run({ type: 'recover' });
  }

  get waits(): boolean {
    return this.scene.state.phase.name === 'lobby';
  }

  /** Milliseconds on the session's clock. */
  now(): number {
    return Math.round(this.clockOffset + this.around.monotonic());
  }

  /** What a teacher sees of it now. */
  watched = (): WatchedGroup => watchedGroup(this.scene, this.now());

  /** Seats a learner; the welcome follows as soon as all that it tells is durable. */
  enter(client: Client, holder: LearnerHolder): void {
    if (this.movedAway.has(holder.participantId)) {
      client.leave(closeCodes.movedGroup, 'moved');
      return;
    }
    const { locales, locale } = this.opened.plan;
    const seat: Seated = {
      client,
      holder,
      locale: locales.includes(holder.locale) ? holder.locale : locale,
      step: -1,
    };
    if (!this.nicknames.has(holder.participantId)) this.nicknames.set(holder.participantId, holder.nickname);
    this.seats.add(seat);
    const code = this.run({ type: 'connect', participantId: holder.participantId });
    if (code) {
      this.seats.remove(client);
      client.leave(whyClosed[code as keyof typeof whyClosed] ?? closeCodes.ended, code);
      return;
    }
    this.log.append([], () => this.welcome(seat));
  }

  private welcome(seat: Seated): void {
    if (this.seats.of(seat.client) !== seat) return; // gone again before it was durable
    const { participantId } = seat.holder;
    const older = this.seated.get(participantId);
    this.seated.set(participantId, seat);
    if (older) older.client.leave(closeCodes.replaced, 'replaced'); // the newer one wins
    const { plan, state, nameOf, group } = this.scene;
    seat.step = state.step;
    this.tell(seat, 'welcome', {
      sessionId: this.sessionId,
      group,
      title: plan.titles[seat.locale] ?? plan.titles[plan.locale]!,
      locale: seat.locale,
      scenes: plan.scenes.length,
      tasks: plan.tasks.length,
      you: { participantId, nickname: nameOf(participantId) },
      at: this.now(),
      step: state.step,
      stage: stageView(this.scene, seat.locale),
      table: tableView(this.scene, participantId, seat.locale),
    });
  }

  leave(client: Client): void {
    const seat = this.seats.of(client);
    if (!seat) return;
    const { participantId } = seat.holder;
    this.seats.remove(client);
    if (this.seated.get(participantId) === seat) this.seated.delete(participantId);
    if (!this.seats.isSeated(participantId)) this.run({ type: 'drop', participantId });
  }

  /** The reply leaves after the commit. [ANS-1] */
  act(client: Client, { id, act }: ActMessage): void {
    const seat = this.seats.of(client);
    if (!seat) return;
    const done = () => this.tell(seat, 'actDone', { id });
    const code = this.log.isFull
      ? 'server/busy'
      : this.run({ type: 'act', participantId: seat.holder.participantId, act }, done);
    if (code) this.refuse(client, id, code);
  }

  refuse(client: Client, id: string, code: ErrorCode): void {
    sendFrame(client, frameOf('actRefused', { id, code } satisfies GroupPayloads['actRefused']));
  }

  tellClock(client: Client, id: number): void {
    sendFrame(client, frameOf('clock', { id, at: this.now() } satisfies GroupPayloads['clock']));
  }

  /** [GRP-3] An order of the teacher; resolves with null once it is stored, or with the code of the refusal. */
  async obey(order: GroupOrder): Promise<ErrorCode | null> {
    if (this.isLeft) return 'server/not-ready';
    switch (order.verb) {
      case 'say':
        this.tellAll('said', () => ({ text: order.text }));
        return null;
      case 'expect':
        this.movedAway.delete(order.participantId);
        return null;
      case 'renamed':
        this.renamed(order.participantId, order.nickname);
        return null;
      case 'moveAway':
        return stored((done) => this.moveAway(order.participantId, done));
      case 'remove':
        return stored((done) => this.remove(order.participantId, done));
      default:
        return stored((done) => this.run({ type: 'order', order }, done));
    }
  }

  /** [GRP-3] The learner goes on in another group; the client asks for its seat there. */
  private moveAway(participantId: string, done: () => void): ErrorCode | null {
    this.movedAway.add(participantId);
    const go = () => {
      this.letGo(participantId, closeCodes.movedGroup, 'moved');
      done();
    };
    const code = this.run({ type: 'moveAway', participantId }, go);
    if (code !== 'challenge/no-such-player') return code;
    go(); // has a place, and never came
    return null;
  }

  /** [HST-1] The learner leaves at once, and takes no seat that was reserved before. */
  private remove(participantId: string, done: () => void): ErrorCode | null {
    return this.run({ type: 'remove', participantId }, () => {
      this.letGo(participantId, closeCodes.kicked, 'kicked');
      done();
    });
  }

  /** The name is stored already. */
  private renamed(participantId: string, nickname: string): void {
    this.nicknames.set(participantId, nickname);
    this.log.append([], this.changeForAll());
    this.around.changed(this);
  }

  private letGo(participantId: string, code: number, why: string): void {
    for (const { client, holder } of this.seats.values())
      if (holder.participantId === participantId) client.leave(code, why);
  }

  tick(): void {
    this.run({ type: 'tick' });
    this.seats.letGo();
  }

  /** [DUR-5] What comes meanwhile gets no reply: clients send it again where it goes on. */
  async leaveToOthers(): Promise<void> {
    this.isLeft = true;
    await new Promise<void>((resolve) => this.log.append([], resolve));
  }

  /** Decides, records, stores; then tells everybody what they see now, and `done`. */
  private run(command: Command, done?: () => void): ErrorCode | null {
    if (this.isLeft) return null;
    const { state } = this.scene;
    const now = this.now();
    const decision = decide(state, command, now);
    if (!decision.ok) return decision.code;
    if (decision.facts.length === 0) {
      if (done) this.log.append([], done);
      return null;
    }
    const events = record(state, decision.facts, now);
    const { type } = events[0]!;
    const tell = this.telling.prepared(type, () => this.changeForAll());
    const entries = events.map((event) => ({ event, remainingMs: remainingMs(state, event.clock) }));
    this.log.append(entries, () => {
      this.telling.tell(type, tell);
      this.telling.tell(type, done);
      this.telling.tell(type, () => this.around.changed(this));
      this.afterwards(events);
    });
    return null;
  }

  /** Encoded now, from the state as it is now; to be sent once it is durable. */
  private changeForAll(): Send {
    return preparedForEach(this.seated.values(), (seat) => {
      const frame = this.changeFor(seat);
      return () => {
        if (this.seated.get(seat.holder.participantId) === seat) sendFrame(seat.client, frame);
      };
    });
  }

  private changeFor(seat: Seated) {
    const { state } = this.scene;
    const moved = seat.step !== state.step;
    const frame = frameOf('changed', {
      at: Math.max(this.now(), state.clock),
      step: state.step,
      stage: moved ? stageView(this.scene, seat.locale) : null,
      table: tableView(this.scene, seat.holder.participantId, seat.locale),
    } satisfies GroupPayloads['changed']);
    seat.step = state.step;
    return frame;
  }

  private afterwards(events: readonly GroupEvent[]): void {
    if (events.some(({ type }) => type === 'session.ended')) {
      this.around.services.finish(this.sessionId);
      this.around.over('ended');
      return;
    }
    const { phase, paused } = this.scene.state;
    const status = phase.name === 'lobby' ? 'lobby' : paused ? 'paused' : 'running';
    if (status === this.status || phase.name === 'ended') return;
    this.status = status;
    this.around.services.note(this.sessionId, status);
  }

  private tell<M extends keyof GroupPayloads>(seat: Seated, type: M, payload: GroupPayloads[M]): void {
    sendFrame(seat.client, frameOf(type, payload));
  }

  private tellAll<M extends keyof GroupPayloads>(type: M, payload: () => GroupPayloads[M]): void {
    const frame = frameOf(type, payload());
    toEach(this.seated.values(), ({ client }) => sendFrame(client, frame));
  }
}

function stored(ask: (done: () => void) => ErrorCode | null): Promise<ErrorCode | null> {
  return new Promise((resolve) => {
    const code = ask(() => resolve(null));
    if (code) resolve(code);
  });
}
