/** What a round is, without a wire: the floor and the Socket.IO server share it, so that they differ in nothing else. */
export interface Player {
  name: string;
  score: number;
  points: number;
  answered: boolean;
}
export interface Answer {
  round: number;
  choices: number[];
}

const choices = ['a', 'b', 'c', 'd'].map((letter) => `${letter}: ${'an answer to choose '.repeat(2)}`);
const prompt = 'What would you look at first? '.repeat(6);
const limitMs = 20_000;

export class ClassWork<P extends Player> {
  readonly players: P[] = [];
  round = -1;
  private missing = 0;
  private openedAt = 0;

  open() {
    this.round++;
    this.missing = this.players.length;
    this.openedAt = performance.now();
    for (const player of this.players) {
      player.answered = false;
      player.points = 0;
    }
    return { round: this.round, prompt, choices, ms: limitMs };
  }

  takes(player: P, answer: Answer): boolean {
    if (answer.round !== this.round || player.answered) return false;
    player.answered = true;
    this.missing--;
    if (answer.choices[0] === this.round % 4) {
      player.points = Math.round(1_000 * (1 - (performance.now() - this.openedAt) / limitMs / 2));
      player.score += player.points;
    }
    return true;
  }

  get isOver(): boolean {
    return this.missing === 0;
  }

  *results() {
    const ranked = this.players.toSorted((a, b) => b.score - a.score);
    const top = ranked.slice(0, 5).map(({ name, score }) => ({ name, score }));
    for (const [i, player] of ranked.entries()) {
      const { points, score } = player;
      yield { player, result: { round: this.round, right: points > 0, points, score, rank: i + 1, top } };
    }
  }
}
