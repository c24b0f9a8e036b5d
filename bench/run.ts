import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
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

/** A load generator, in a process of its own. */
export function startLoad(core: number | null, program = 'load.ts'): ChildProcess {
  const [command, args] = pinned(core, [process.execPath]);
  return fork(fileURLToPath(new URL(program, import.meta.url)), { execPath: command, execArgv: args });
}

/** What a generator says: it waits at a mark until the meters were read, and at the end tells what it saw. */
export type LoadMessage<Mark, Seen> = { mark: Mark } | { seen: Seen };

/** Gives it an order; `read` is called at each mark, before it goes on. */
export async function runLoad<Order extends object, Mark, Seen>(
  load: ChildProcess,
  order: Order,
  read: (mark: Mark) => void | Promise<void>,
): Promise<Seen> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await new Promise<Seen>((resolve, reject) => {
      setTimeout(runLimitMs, undefined, { signal }).then(
        () => reject(new Error(`a run took more than ${runLimitMs} ms`)),
        () => {},
      );
      const hear = (message: LoadMessage<Mark, Seen>) => {
        if ('seen' in message) return resolve(message.seen);
        Promise.resolve(read(message.mark)).then(() => load.send('go on'), reject);
      };
      const ended = (code: number) => reject(new Error(`the load generator ended with ${code}`));
      load.on('message', hear).on('exit', ended);
      signal.addEventListener('abort', () => load.off('message', hear).off('exit', ended));
      load.send(order);
    });
  } finally {
    over.abort();
  }
}

/** The generator's side of it: carries out one order after the other. */
export function obey<Order, Mark, Seen>(
  carryOut: (order: Order, mark: (name: Mark) => Promise<void>) => Promise<Seen>,
): void {
  const mark = async (name: Mark) => {
    process.send!({ mark: name });
    await once(process, 'message');
  };
  let busy = false;
  process.on('message', (order: Order | 'go on') => {
    if (busy || order === 'go on') return;
    busy = true;
    carryOut(order, mark)
      .then((seen) => {
        busy = false;
        process.send!({ seen });
      })
      .catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        process.exit(1);
      });
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
