import { readdirSync, readFileSync } from 'node:fs';

/** CPU that a process has used so far, over all its threads, ms. */
export function cpuMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e6;
}

export function childrenOf(pid: number): number[] {
  return (readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? []).map(Number);
}

/** The same for a process and all children that it ever had; PostgreSQL has one for each connection. */
export class FamilyMeter {
  private readonly pid: number;
  private readonly used = new Map<number, number>();

  constructor(pid: number) {
    this.pid = pid;
  }

  cpuMs(): number {
    for (const pid of [this.pid, ...childrenOf(this.pid)]) {
      try {
        this.used.set(pid, cpuMs(pid));
      } catch {
        // it ended just now, and what it used until the last reading still counts
      }
    }
    return [...this.used.values()].reduce((sum, ms) => sum + ms, 0);
  }
}

/** The most that was resident at a time since it started, MB. */
export function peakMegabytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / 1_024;
}

/** Files and sockets that it holds. */
export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
