import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { AppError } from '../http/app-error.ts';
import { noTraces } from '../traces/traces.ts';
import { randomToken } from './one-time-token.ts';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Without a hash it takes just as long and is false, so that time tells nobody which accounts exist. */
  matches(password: string, hash: string | null): Promise<boolean>;
  /** How many wait for their turn. */
  waiting(): number;
  close(): Promise<void>;
}

const retryAfterSeconds = 5;
/** From here on (some 60 ms) a hash is long enough to be in the way of others, and makes way for them. */
const costThatStandsAside = 10;

/** bcrypt in worker threads: on the main one a single hash would hold up every running game for 100 ms. */
export function startPasswords({ cost = 12, maxQueue = 32, traces = noTraces } = {}): Passwords {
  const pool = new Piscina({
    filename: new URL('./password.worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(2, availableParallelism() - 1)),
    maxQueue,
    recordTiming: false,
    workerData: { standsAside: cost >= costThatStandsAside },
  });
  const run = async <T>(name: string, task: unknown): Promise<T> => {
    try {
      return await traces.part(`password ${name}`, {}, () => pool.run(task, { name }));
    } catch (error) {
      if (error instanceof Error && error.message === 'Task queue is at limit') {
        throw new AppError('server/busy', 'Too many people sign in at this moment.', {
          retryAfterSeconds,
          cause: error,
        });
      }
      throw error;
    }
  };
  const nobodys = run<string>('hash', { password: randomToken(), cost });
  nobodys.catch(() => {}); // a worker that cannot start shows itself at the first sign-in
  return {
    hash: (password) => run('hash', { password, cost }),
    matches: async (password, hash) => {
      const matched = await run<boolean>('compare', { password, hash: hash ?? (await nobodys) });
      return hash !== null && matched;
    },
    waiting: () => pool.queueSize,
    close: () => pool.close(),
  };
}
