import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LoadMessage, LoadOrder, Mark } from './load.ts';
import type { Timings } from './room-play.ts';
import { pinned } from './servers.ts';

const runLimitMs = 180_000;

export const hasTwoCores = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
/** The server has a core to itself, and so has the generator. */
export const serverCore = hasTwoCores ? 0 : null;
export const loadCore = hasTwoCores ? 1 : null;
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function sayCores(): void {
  say(
    hasTwoCores
      ? `Node ${process.version}; the server on core ${serverCore}, the generator on core ${loadCore}`
      : 'There is no taskset or no second core: server and generator disturb each other.',
  );
}

/** The load generator, in a process of its own. */
export function startLoad(core: number | null): ChildProcess {
  const [program, args] = pinned(core, [process.execPath]);
  return fork(fileURLToPath(new URL('load.ts', import.meta.url)), { execPath: program, execArgv: args });
}

/** Lets it play a class; `read` is called at each mark, before the class goes on. */
export function runLoad(
  load: ChildProcess,
  order: LoadOrder,
  read: (mark: Mark) => void | Promise<void>,
): Promise<Timings> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`a run took more than ${runLimitMs} ms`)), runLimitMs);
    load.on('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the load generator ended with ${code}`));
    });
    load.on('message', (message: LoadMessage) => {
      if ('timings' in message) return resolve(message.timings);
      Promise.resolve(read(message.mark)).then(() => load.send('go on'), reject);
    });
    load.send(order);
  });
}

/** A whole number of the command line. */
export function between(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  process.stderr.write(`--${name} must be a whole number from ${least} to ${most}.\n`);
  process.exit(1);
}

/** The same, several with commas between them. */
export function wholeNumbers(name: string, text: string, least: number, most: number): number[] {
  return text.split(',').map((one) => between(name, one, least, most));
}
