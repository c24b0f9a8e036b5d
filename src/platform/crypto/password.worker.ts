import { setPriority } from 'node:os';
import bcrypt from 'bcryptjs';

/** Whoever signs in waits a little longer, so that a class that answers does not. */
const behindAnswers = 19;
// Linux alone gives a thread a priority of its own; elsewhere this would be the whole process.
if (process.platform === 'linux') setPriority(behindAnswers);

// Synchronous: this thread has nothing else to do, and the asynchronous way only adds pauses.
export const hash = ({ password, cost }: { password: string; cost: number }): string =>
  bcrypt.hashSync(password, cost);

export const compare = ({ password, hash }: { password: string; hash: string }): boolean =>
  bcrypt.compareSync(password, hash);
