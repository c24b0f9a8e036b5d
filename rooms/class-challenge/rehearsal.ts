import { randomUUID } from 'node:crypto';
import type { Command } from '../../src/domain/challenge/commands.ts';
import { type Stake, stakes } from '../../src/domain/challenge/points.ts';
import { pretendAnswer } from '../../src/domain/challenge/pretend.ts';
import { type ChallengeState, questionOf } from '../../src/domain/challenge/state.ts';
import { generatedName } from '../../src/domain/nickname/generated-name.ts';

const pretendPlayers = 30;
/** One comes after the other, as in a class. */
const arrivalEveryMs = 200;
const quickestMs = 1_500;
const slowestMs = 12_000;
/** Shares: of answers left out, and of answers during which somebody's connection breaks for a while. */
const leftOut = 0.06;
const broken = 0.03;
const awayMs = 4_000;

interface Pretender {
  id: string;
  arrivesAt: number;
  /** How likely an answer is right. */
  skill: number;
  /** When the open vote is answered; null: not at all, or it is done. */
  answersAt: number | null;
  backAt: number | null;
}

interface Surroundings {
  state: ChallengeState;
  locale: string;
  now(): number;
  /** As if it had come over a connection. */
  run(command: Command): void;
  named(participantId: string, nickname: string): void;
  random?: () => number;
}

/** [HST-4] Thirty pretend players, made in the room itself: nobody can tell them from a class, and nothing of them is kept. */
export class Rehearsal {
  private readonly around: Surroundings;
  private readonly random: () => number;
  private readonly players: Pretender[];
  private vote = '';

  constructor(around: Surroundings) {
    this.around = around;
    this.random = around.random ?? Math.random;
    const { state } = around;
    const ids = [...state.players.keys()];
    while (ids.length < Math.min(pretendPlayers, state.plan.cap)) ids.push(randomUUID());
    const names = new Set<string>();
    this.players = ids.map((id, i) => {
      around.named(id, this.freshName(names));
      const skill = 0.35 + 0.6 * this.random();
      return { id, arrivesAt: around.now() + i * arrivalEveryMs, skill, answersAt: null, backAt: null };
    });
  }

  private freshName(names: Set<string>): string {
    for (;;) {
      const name = generatedName(this.random, this.around.locale);
      if (names.has(name)) continue;
      names.add(name);
      return name;
    }
  }

  tick(): void {
    const { state } = this.around;
    if (state.paused || state.phase.name === 'ended') return;
    this.comeIn();
    if (state.phase.name !== 'question') return;
    const vote = `${state.phase.round}/${state.phase.vote}`;
    if (vote !== this.vote) this.planVote(vote);
    for (const player of this.players) this.act(player);
  }

  private comeIn(): void {
    const { state, now, run } = this.around;
    for (const { id, arrivesAt, backAt } of this.players) {
      const player = state.players.get(id);
      if (player?.connected || player?.kicked || now() < Math.max(arrivesAt, backAt ?? 0)) continue;
      run({ type: 'connect', participantId: id });
    }
  }

  private planVote(vote: string): void {
    this.vote = vote;
    const { phase } = this.around.state;
    if (phase.name !== 'question') return;
    const slowest = Math.min(slowestMs, 0.8 * (phase.closesAt - phase.openedAt));
    for (const player of this.players) {
      const delay = quickestMs + this.random() * Math.max(0, slowest - quickestMs);
      player.answersAt = this.random() < leftOut ? null : phase.openedAt + delay;
    }
  }

  private act(player: Pretender): void {
    const { state, now, run } = this.around;
    const { phase } = state;
    if (phase.name !== 'question' || player.answersAt === null || now() < player.answersAt) return;
    if (!state.players.get(player.id)?.connected) return;
    if (this.random() < broken) {
      player.backAt = now() + awayMs;
      player.answersAt = player.backAt + quickestMs;
      run({ type: 'drop', participantId: player.id });
      return;
    }
    player.answersAt = null;
    const isRight = this.random() < player.skill;
    const { round, vote } = phase;
    run({
      type: 'answer',
      participantId: player.id,
      round,
      vote,
      answerId: randomUUID(),
      answer: pretendAnswer(questionOf(state, round), isRight, this.random),
      ...(state.plan.scoring === 'confidence' && { stake: this.stake() }),
    });
  }

  private stake(): Stake {
    return stakes[Math.floor(this.random() * stakes.length)]!;
  }
}
