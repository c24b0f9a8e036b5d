import type { Memory } from './inside.ts';
import type { Timings } from './room-play.ts';

export interface Meter {
  serverCpuMs: number;
  databaseCpuMs: number;
  loadCpuMs: number;
  at: number;
}
/** What one played class gave. Times in ms, sizes in KB. */
export interface Played {
  cpuPerThousandAnswers: number;
  databaseCpuPerThousandAnswers: number;
  cpuPerJoin: number;
  databaseCpuPerJoin: number;
  join50: number;
  join99: number;
  joinsPerSecond: number;
  fanOut50: number;
  fanOut95: number;
  fanOut99: number;
  acknowledgement50: number;
  acknowledgement99: number;
  lastResult: number;
  /** From the first answer of a round to the last acknowledgement. */
  burst: number;
  kilobytesPerAnswer: number;
  /** How busy the generator's core was while rounds were played, 0–1. */
  loadBusy: number;
  loadBusyJoining: number;
}

/** Of a server of its own. */
export interface MemoryPerConnection {
  kilobytesPerConnection: number;
  liveKilobytesPerConnection: number;
}
export type Figures = Played & MemoryPerConnection;

export interface RunOfClass {
  players: number;
  meters: Record<'before' | 'entered' | 'joined' | 'started' | 'ended', Meter>;
  timings: Timings;
}

export function figuresOf({ players, meters, timings }: RunOfClass): Played {
  const { before, entered, joined, started, ended } = meters;
  const { join, fanOut, acknowledgement, lastResult, burst, bytesReceived } = timings;
  const answers = acknowledgement.length;
  const perThousand = 1_000 / answers;
  const busy = (from: Meter, to: Meter) => (to.loadCpuMs - from.loadCpuMs) / (to.at - from.at);
  return {
    cpuPerThousandAnswers: (ended.serverCpuMs - started.serverCpuMs) * perThousand,
    databaseCpuPerThousandAnswers: (ended.databaseCpuMs - started.databaseCpuMs) * perThousand,
    cpuPerJoin: (joined.serverCpuMs - before.serverCpuMs) / players,
    databaseCpuPerJoin: (joined.databaseCpuMs - before.databaseCpuMs) / players,
    join50: quantile(join, 0.5),
    join99: quantile(join, 0.99),
    joinsPerSecond: (players * 1_000) / (entered.at - before.at),
    fanOut50: quantile(fanOut, 0.5),
    fanOut95: quantile(fanOut, 0.95),
    fanOut99: quantile(fanOut, 0.99),
    acknowledgement50: quantile(acknowledgement, 0.5),
    acknowledgement99: quantile(acknowledgement, 0.99),
    lastResult: quantile(lastResult, 0.5),
    burst: quantile(burst, 0.5),
    kilobytesPerAnswer: bytesReceived / answers / 1_024,
    loadBusy: busy(started, ended),
    loadBusyJoining: busy(before, entered),
  };
}

/** Both with garbage collected. */
export function memoryPerConnection(without: Memory, held: Memory, players: number): MemoryPerConnection {
  const each = (of: keyof Memory) => (held[of] - without[of]) / players / 1_024;
  return { kilobytesPerConnection: each('residentBytes'), liveKilobytesPerConnection: each('liveBytes') };
}

/** Each figure's median over the repetitions. */
export function medians<F extends object>(runs: readonly F[]): F {
  const median = (name: string) =>
    quantile(
      runs.map((run) => (run as Record<string, number>)[name]!),
      0.5,
    );
  return Object.fromEntries(Object.keys(runs[0]!).map((name) => [name, median(name)])) as F;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** By how much `y` grows for one more of `x`: the line with the smallest squares. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const x0 = mean('x');
  const y0 = mean('y');
  const together = points.reduce((sum, { x, y }) => sum + (x - x0) * (y - y0), 0);
  const alone = points.reduce((sum, { x }) => sum + (x - x0) ** 2, 0);
  return together / alone;
}

export interface Growth {
  from: number;
  to: number;
  perHour: number;
}

/** Where the straight line through all samples begins and ends: a single sample is not to decide it. */
export function growthOf(samples: readonly { hour: number; value: number }[]): Growth {
  const points = samples.map(({ hour, value }) => ({ x: hour, y: value }));
  const perHour = points.length > 1 ? slope(points) : 0;
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const at = (hour: number) => mean('y') + perHour * (hour - mean('x'));
  return { from: at(points[0]!.x), to: at(points.at(-1)!.x), perHour };
}
