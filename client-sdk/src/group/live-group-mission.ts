import type {
  GroupAct,
  GroupAnswer,
  GroupPayloads,
  GroupStage,
  GroupTable,
  GroupWelcome,
} from '../../../src/wire/group-mission.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { ClockReader } from '../challenge/clock-reader.ts';
import { SessionClock } from '../challenge/session-clock.ts';
import type { GroupEvents, GroupMission, GroupView } from './group.types.ts';
import { RoomSeat } from './room-seat.ts';

type Hearing = { [M in Exclude<keyof GroupPayloads, 'welcome'>]: (payload: GroupPayloads[M]) => void };

export class LiveGroupMission extends RoomSeat<GroupView, GroupEvents> implements GroupMission {
  private readonly clock = new SessionClock();
  private readonly reader: ClockReader;
  private joined: Joined;

  constructor(url: string, first: Joined, rejoin: (resumeToken: string) => Promise<Joined>) {
    super(url, async () => {
      this.joined = await rejoin(this.joined.resumeToken);
      return this.joined.seat;
    });
    this.joined = first;
    this.reader = new ClockReader(
      this.clock,
      (id) => this.send('readClock', { id }),
      () => this.renew(),
    );
  }

  get resumeToken(): string {
    return this.joined.resumeToken;
  }

  get participantId(): string {
    return this.joined.participantId;
  }

  now(): number {
    return Math.round(this.clock.now());
  }

  remainingMs(): number | null {
    return this.until(deadlineOf(this.view.stage));
  }

  missionMs(): number | null {
    return this.view.stage.name === 'ended' ? null : this.until(this.view.table.missionEndsAt);
  }

  ready = () => this.act({ verb: 'ready', step: this.view.step });
  answer = (answer: GroupAnswer) => this.act({ verb: 'answer', task: this.task, answer });
  share = (piece: number) => this.act({ verb: 'share', task: this.task, piece });
  wantHint = (wanted = true) => this.act({ verb: 'wantHint', task: this.task, wanted });

  protected override welcomed(payload: unknown): GroupView {
    const { at, ...welcome } = payload as GroupWelcome;
    this.clock.restart(at);
    this.reader.start();
    const before: GroupView | null = this.view;
    if (before && before.sessionId !== welcome.sessionId) this.tell('moved', { group: welcome.group });
    const same = before?.sessionId === welcome.sessionId ? before : null;
    this.tellStage(same?.step === welcome.step ? null : welcome.stage);
    this.tellTable(same?.table ?? null, welcome.table, same?.step === welcome.step);
    return { ...welcome, connection: 'connected', closed: null, saving: false };
  }

  /** What is not in the table comes from a newer server. */
  protected override heard({ type, payload }: { type: string; payload: unknown }): void {
    const hear = Object.hasOwn(this.hearing, type) ? this.hearing[type as keyof Hearing] : undefined;
    hear?.(payload as never);
  }

  private readonly hearing: Hearing = {
    changed: (change) => this.changed(change),
    actDone: ({ id }) => this.settle(id, null),
    actRefused: ({ id, code }) => this.settle(id, code),
    said: (said) => this.tell('said', said),
    clock: (reply) => this.reader.answered(reply),
    saving: ({ waiting }) => this.change({ saving: waiting }),
  };

  protected override wentAway(): void {
    this.reader.stop();
  }

  /** By turns the answer closes the task, and so refuses its own repeat. */
  protected override wasDone(request: object, code: string): boolean {
    return code === 'answer/round-closed' && (request as { act: GroupAct }).act.verb === 'answer';
  }

  private get task(): number {
    const { stage } = this.view;
    return stage.name === 'task' || stage.name === 'reveal' ? stage.task.task : 0;
  }

  private act(act: GroupAct): Promise<void> {
    return this.request('act', { act });
  }

  private changed({ at, step, stage, table }: GroupPayloads['changed']): void {
    this.clock.heard(at);
    const before = this.view;
    // a name can be changed by the teacher
    const you = table.learners.find(({ participantId }) => participantId === before.you.participantId);
    this.change({
      step,
      stage: stage ?? before.stage,
      table,
      you: { ...before.you, nickname: you?.nickname ?? before.you.nickname },
    });
    this.tellStage(stage);
    this.tellTable(before.table, table, stage === null);
  }

  private tellStage(stage: GroupStage | null): void {
    if (stage?.name === 'scene') this.tell('scene', stage);
    if (stage?.name === 'task') this.tell('task', stage.task);
    if (stage?.name === 'reveal') this.tell('revealed', stage);
    if (stage?.name === 'ended') this.tell('ended', stage);
  }

  /** `sameStage`: what is asked is what was asked before. */
  private tellTable(before: GroupTable | null, now: GroupTable, sameStage: boolean): void {
    const own = this.participantId;
    const wasMine = sameStage && before?.turn === own;
    if (now.turn === own && !wasMine) this.tell('yourTurn', { task: this.view ? this.task : 0 });
    if (now.hint !== null && before?.hint !== now.hint) this.tell('hint', { text: now.hint });
    if (before && now.hearts < before.hearts) this.tell('hearts', { left: now.hearts });
    if (now.paused && now.paused.since !== before?.paused?.since) this.tell('paused', now.paused);
    if (before?.paused && !now.paused) this.tell('resumed', undefined);
  }

  private until(deadline: number | null): number | null {
    if (deadline === null) return null;
    return Math.max(0, deadline - (this.view.table.paused?.since ?? this.now()));
  }
}

function deadlineOf(stage: GroupStage): number | null {
  if (stage.name === 'task') return stage.task.question.closesAt;
  return stage.name === 'scene' || stage.name === 'reveal' ? stage.endsAt : null;
}
