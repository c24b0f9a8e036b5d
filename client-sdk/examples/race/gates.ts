import type { QuestionView } from '@tutti/client';

const kinds: ReadonlySet<QuestionView['kind']> = new Set([
  'single_choice',
  'multiple_choice',
  'true_false',
  'poll',
  'scale',
]);
export const isSteered = ({ kind }: QuestionView): boolean => kinds.has(kind);
export const letterOf = (lane: number): string => String.fromCodePoint(65 + lane);

/** One gate a choice, side by side. The racer waits in the middle, behind none of them, until somebody steers. */
export class Gates {
  lane: number | null = null;
  picked: readonly number[] = [];
  readonly labels: readonly string[];
  private readonly pick: number;
  private readonly changed: () => void;

  constructor({ choices, pick }: QuestionView, changed: () => void) {
    this.labels = choices;
    this.pick = Math.max(1, pick);
    this.changed = changed;
  }

  /** One way through: wherever the racer is, is the answer. Else gates are marked one by one. */
  get isOneWay(): boolean {
    return this.pick === 1;
  }

  steer(by: -1 | 1): void {
    const last = this.labels.length - 1;
    const middle = last / 2;
    const next = this.lane === null ? Math[by < 0 ? 'ceil' : 'floor'](middle) + by : this.lane + by;
    this.lane = Math.min(last, Math.max(0, next));
    if (this.isOneWay) this.picked = [this.lane];
    this.changed();
  }

  /** What a tap or a button does. */
  choose(lane: number): void {
    this.lane = lane;
    if (this.isOneWay) this.picked = [lane];
    else if (this.picked.includes(lane)) this.picked = this.picked.filter((one) => one !== lane);
    else if (this.picked.length < this.pick) this.picked = [...this.picked, lane];
    this.changed();
  }
}
