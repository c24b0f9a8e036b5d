import bcrypt from 'bcryptjs';

// Synchronous: this thread has nothing else to do, and the asynchronous way only adds pauses.
export const hash = ({ password, cost }: { password: string; cost: number }): string =>
  bcrypt.hashSync(password, cost);

export const compare = ({ password, hash }: { password: string; hash: string }): boolean =>
  bcrypt.compareSync(password, hash);
