import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
const roomBytes = 4 * 1024 ** 3;

export const scratchFolders = [memory, tmpdir()];

/** Where a database goes that is thrown away: into memory, where that has room for it; a disk can take twenty times as long. */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomBytes ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
