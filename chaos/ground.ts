import type { TestDatabase } from '../test/support/clone-database.ts';

/** As for tests passwords are hashed quickly, and from one address many come. */
export const environment = { NODE_ENV: 'test', REQUESTS_PER_MINUTE: '1000000' };

/** What a row stands on. */
export interface Ground {
  /** As in `npm test`: fewer and shorter faults, the same lines to pass. */
  short: boolean;
  /** One with the starter content, which nobody else uses. */
  database(): Promise<TestDatabase>;
  say(line: string): void;
}

/** A row undoes what it set up, in the other order, whatever happened. */
export class Undo {
  private readonly steps: (() => unknown)[] = [];

  add<T>(thing: T, undo: (thing: T) => unknown): T {
    this.steps.push(() => undo(thing));
    return thing;
  }

  async all(): Promise<void> {
    for (const step of this.steps.reverse()) await step();
  }
}
