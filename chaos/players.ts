import { setTimeout as wait } from 'node:timers/promises';
import { createTutti, type HostChallenge, type PlayerChallenge, type Tutti, TuttiError } from '@tutti/client';
import { spelled } from '../bench/subjects.ts';
import { until } from '../test/support/class-play.ts';

/** What a player was told is stored for good. */
export interface Acknowledged {
  sessionId: string;
  participantId: string;
  round: number;
  vote: number;
  /** When it was sent, and how long the acknowledgement took, ms. */
  sentAt: number;
  took: number;
}

export interface ClassOptions {
  players: number;
  /** The longest that a player thinks, ms. */
  thinkMs: number;
  /** How long the class looks at an answer, ms. */
  lookMs: number;
  /** The slug of a mission, unless its id is told. */
  mission: string;
  missionId?: string;
  /** The way of the players to the server; where it differs from the host's. */
  playersBy?: string;
}

const usual: ClassOptions = { players: 30, thinkMs: 400, lookMs: 100, mission: 'spot-the-fake' };
const doors = 25;

/**
 * Real players and a real host who play one class after the other, whatever happens to the server, and keep what they were
 * told: the same SDK as every game's, and nobody helps them.
 */
export class PlayingClass {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that were refused, by code. */
  readonly refused = new Map<string, number>();
  readonly sessions: string[] = [];
  host!: HostChallenge;
  players: PlayerChallenge[] = [];
  /** How long connections were missing that came back, ms. */
  readonly breaks: number[] = [];
  private readonly teacher: Tutti;
  private readonly options: ClassOptions;
  private readonly connectedAt = new Map<PlayerChallenge, number>();
  private stopping = false;
  private leading: Promise<void> = Promise.resolve();
  /** What ended the play, if something did that should not. */
  private failure: unknown = null;

  constructor(teacher: Tutti, options: Partial<ClassOptions> = {}) {
    this.teacher = teacher;
    this.options = { ...usual, ...options };
  }

  async start(): Promise<void> {
    if (this.sessions.length === 0) await this.gather();
    this.leading = this.lead().catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Ends the class that is open; throws what went wrong on the way. */
  async finish(): Promise<void> {
    this.stopping = true;
    await this.leading;
    if (this.failure) throw this.failure;
    await this.goHome();
  }

  get isOver(): boolean {
    const { closed, ended } = this.host.view;
    return closed !== null || ended !== null;
  }

  /** Those who were connected at a moment and are again, with the ms that passed from `since` on; the others are missing. */
  backSince(lost: number, since: number): number[] {
    return this.players.flatMap((player) => {
      const at = this.connectedAt.get(player)!;
      const isBack = player.connection === 'connected' && at > lost;
      return isBack || player.view.closed === 'session/ended' ? [Math.max(0, at - since)] : [];
    });
  }

  /** Waits until everybody is back, or the time is over; gives what it took each who is. */
  async allBack(lost: number, since: number, withinMs = 30_000): Promise<number[]> {
    const isBack = () => this.backSince(lost, since).length === this.players.length;
    await until(isBack, 'everybody is back', withinMs).catch(() => undefined);
    return this.backSince(lost, since);
  }

  /** Opens a class and lets everybody in; nothing is asked before `start`. */
  async gather(): Promise<void> {
    const { players, mission, playersBy } = this.options;
    const missionId = this.options.missionId ?? (await this.idOf(mission));
    const { id, pin } = await persist(() =>
      this.teacher.openSession(missionId, {
        getReadySeconds: 0,
        standings: 'off',
        cap: Math.max(300, players),
      }),
    );
    this.sessions.push(id);
    this.host = await persist(() => this.teacher.host(id));
    const seats: PlayerChallenge[] = [];
    const numbers = Array.from({ length: players }, (_, i) => i).values();
    const enter = async () => {
      for (const i of numbers) {
        const tutti = createTutti({ url: playersBy ?? this.teacher.url });
        seats.push(
          this.follow(await persist(() => tutti.join({ pin: pin!, nickname: `Learner ${spelled(i)}` }))),
        );
      }
    };
    await Promise.all(Array.from({ length: doors }, enter));
    this.players = seats;
  }

  private async idOf(mission: string): Promise<string> {
    const { items } = await persist(() => this.teacher.missions({ limit: 100 }));
    return items.find(({ slug }) => slug === mission)!.id;
  }

  private follow(player: PlayerChallenge): PlayerChallenge {
    this.connectedAt.set(player, performance.now());
    let lostAt = 0;
    player.on('connection', (state) => {
      const now = performance.now();
      if (state === 'reconnecting') lostAt = now;
      if (state !== 'connected') return;
      this.connectedAt.set(player, now);
      this.breaks.push(now - lostAt);
    });
    player.on('question', ({ round, vote, pick }) => void this.answer(player, round, vote, pick));
    return player;
  }

  private async answer(player: PlayerChallenge, round: number, vote: number, pick: number): Promise<void> {
    await wait(Math.random() * this.options.thinkMs);
    const answer = Array.from({ length: pick }, (_, choice) => choice);
    const sentAt = performance.now();
    try {
      if (player.view.phase.name !== 'question' || player.view.phase.question.round !== round) return;
      await player.answer(answer);
      const { sessionId } = player.view;
      const took = performance.now() - sentAt;
      const { participantId } = player;
      this.acknowledged.push({ sessionId, participantId, round, vote, sentAt, took });
    } catch (error) {
      const code = error instanceof TuttiError ? error.code : String(error);
      this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
    }
  }

  /** As a teacher does who presses "next" whenever there is something to press. */
  private async lead(): Promise<void> {
    for (;;) {
      await persist(() => this.host.start());
      while (!this.isOver) {
        const { phase } = this.host.view;
        if (this.stopping) await persist(() => this.host.end());
        else if (phase.name === 'reveal' || phase.name === 'podium') {
          await wait(this.options.lookMs);
          await persist(() => this.host.next());
        } else await wait(10);
      }
      await this.projected();
      if (this.stopping) return;
      await this.goHome();
      await this.gather();
    }
  }

  private async projected(): Promise<void> {
    const id = this.sessions.at(-1)!;
    const isProjected = async () => (await persist(() => this.teacher.session(id))).status === 'ended';
    await until(isProjected, 'the class is reported', 90_000);
  }

  private async goHome(): Promise<void> {
    await Promise.all([...this.players, this.host].map((one) => one.leave()));
  }
}

/** A server that is busy or away is asked again, as people do. */
export async function persist<T>(act: () => Promise<T>, withinMs = 60_000): Promise<T> {
  for (const end = performance.now() + withinMs; ; ) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TuttiError) || performance.now() > end) throw error;
      const passes = error.status === 429 || error.status >= 500 || error.code.startsWith('network/');
      if (!passes) throw error;
      await wait((error.retryAfter ?? 0) * 1_000 + 100 + 200 * Math.random());
    }
  }
}
