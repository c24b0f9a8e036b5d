import { readFileSync } from 'node:fs';

const pageBytes = 4_096;

/** Memory in use, bytes. */
const residentBytes = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;

/** The most memory that a process had in use until it is asked, bytes. */
export function watchMemory(pid: number): { most(): number } {
  const before = residentBytes(pid);
  let most = before;
  const look = () => {
    try {
      most = Math.max(most, residentBytes(pid));
    } catch {
      clearInterval(timer); // it ended
    }
  };
  const timer = setInterval(look, 200).unref();
  return {
    most() {
      look();
      clearInterval(timer);
      return most - before;
    },
  };
}

/** A program with all that it started. */
export function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
  return [pid, ...children.map(Number).flatMap(familyOf)];
}

export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;
