import type { Timings } from './load.ts';

export interface Meter {
  serverCpuMs: number;
  databaseCpuMs: number;
  loadCpuMs: number;
  residentBytes: number;
  at: number;
}

/** What one run of one server gave. Times in ms, sizes in KB. */
export interface Figures {
  cpuPerThousandAnswers: number;
  databaseCpuPerThousandAnswers: number;
  cpuPerJoin: number;
  databaseCpuPerJoin: number;
  fanOut50: number;
  fanOut99: number;
  acknowledgement50: number;
  acknowledgement99: number;
  lastResult: number;
  kilobytesPerConnection: number;
  kilobytesPerAnswer: number;
  /** How busy the generator's core was while rounds were played, 0–1. */
  loadBusy: number;
}

export function figuresOf(
  meters: Record<'before' | 'joined' | 'started' | 'ended', Meter>,
  { fanOut, acknowledgement, lastResult, bytesReceived }: Timings,
  players: number,
): Figures {
  const { before, joined, started, ended } = meters;
  const answers = acknowledgement.length;
  const perThousand = 1_000 / answers;
  return {
    cpuPerThousandAnswers: (ended.serverCpuMs - started.serverCpuMs) * perThousand,
    databaseCpuPerThousandAnswers: (ended.databaseCpuMs - started.databaseCpuMs) * perThousand,
    cpuPerJoin: (joined.serverCpuMs - before.serverCpuMs) / players,
    databaseCpuPerJoin: (joined.databaseCpuMs - before.databaseCpuMs) / players,
    fanOut50: quantile(fanOut, 0.5),
    fanOut99: quantile(fanOut, 0.99),
    acknowledgement50: quantile(acknowledgement, 0.5),
    acknowledgement99: quantile(acknowledgement, 0.99),
    lastResult: quantile(lastResult, 0.5),
    kilobytesPerConnection: (joined.residentBytes - before.residentBytes) / players / 1_024,
    kilobytesPerAnswer: bytesReceived / answers / 1_024,
    loadBusy: (ended.loadCpuMs - started.loadCpuMs) / (ended.at - started.at),
  };
}

/** Each figure's median over the repetitions. */
export function medians(runs: Figures[]): Figures {
  const names = Object.keys(runs[0]!) as (keyof Figures)[];
  const median = (name: keyof Figures) =>
    quantile(
      runs.map((run) => run[name]),
      0.5,
    );
  return Object.fromEntries(names.map((name) => [name, median(name)])) as unknown as Figures;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
