import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

/** Whoever signs in waits a little longer, so that a class that answers does not. */
const behindAnswers = 19;
const { standsAside } = workerData as { standsAside: boolean };
// Linux alone gives a thread a priority of its own; elsewhere this would be the whole process.
if (process.platform === 'linux' && standsAside) {
  setPriority(behindAnswers);
  standAside();
}

/** Where the system can, this thread runs when nothing else wants to: a nice one still keeps an answer waiting for its turn. */
function standAside(): void {
  try {
    const thread = readlinkSync('/proc/thread-self').split('/').at(-1)!;
    execFileSync('chrt', ['--idle', '--pid', '0', thread], { stdio: 'ignore', timeout: 2_000 });
  } catch {
    // without util-linux, or where it is not allowed, being nice has to do
  }
}

// Synchronous: this thread has nothing else to do, and the asynchronous way only adds pauses.
export const hash = ({ password, cost }: { password: string; cost: number }): string =>
  bcrypt.hashSync(password, cost);

export const compare = ({ password, hash }: { password: string; hash: string }): boolean =>
  bcrypt.compareSync(password, hash);
