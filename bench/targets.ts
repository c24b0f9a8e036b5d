/** What was set as targets. A ratio is one to the floor of the same run. */
export interface Target {
  name: string;
  unit: '×' | 'ms' | 'KB' | 'rooms' | 'MB' | '';
  /** At least so much instead of at most. */
  least?: true;
  limit: number;
  stretch?: number;
}

export interface Verdict extends Target {
  value: number;
  holds: boolean;
  /** Where it has several sizes: the target, and the size. */
  target?: string;
  players?: number;
}

export function verdictOn(target: Target, value: number): Verdict {
  return { ...target, value, holds: target.least ? value >= target.limit : value <= target.limit };
}

export function verdictText({ value, holds, limit, stretch, unit, least }: Verdict): string {
  const sign = least ? '≥' : '≤';
  const beyond = stretch !== undefined && (least ? value >= stretch : value <= stretch);
  return `${amount(value, unit)} ${sign} ${amount(limit, unit)} ${holds ? 'met' : 'MISSED'}${beyond ? ', stretch too' : ''}`;
}

export const verdictLine = (verdict: Verdict): string =>
  `${verdict.holds ? 'met   ' : 'MISSED'}  ${verdict.name.padEnd(52)} ${verdictText(verdict).replace(/ (met|MISSED)/, '')}`;

const amount = (value: number, unit: Target['unit']): string => amounts([value], unit);

/** The unit once, after the last. */
export function amounts(values: readonly number[], unit: Target['unit']): string {
  const text = (value: number) =>
    unit === '×' ? value.toFixed(2) : value.toFixed(value < 100 && !Number.isInteger(value) ? 1 : 0);
  return `${values.map(text).join(' / ')}${unit === '×' || unit === '' ? '' : ' '}${unit}`;
}

/** By the number of players from which on each holds: a small class is mostly warm-up. */
type BySize = Record<number, Omit<Target, 'name' | 'unit'>>;

const ofClass = {
  cpuPerThousandAnswers: {
    name: 'CPU per answer',
    unit: '×',
    sizes: {
      1000: { limit: 1.45, stretch: 1.25 },
      2000: { limit: 1.25, stretch: 1.1 },
      5000: { limit: 1.15, stretch: 1 },
    },
  },
  fanOut99: {
    name: 'question fan-out p99',
    unit: '×',
    sizes: { 2000: { limit: 1.1, stretch: 1 } },
  },
  acknowledgement99: {
    name: 'acknowledgement after commit p99',
    unit: 'ms',
    sizes: {
      1000: { limit: 15, stretch: 12 },
      2000: { limit: 20, stretch: 15 },
      5000: { limit: 60, stretch: 40 },
    },
  },
  lastResult: {
    name: 'last acknowledgement to last result',
    unit: '×',
    sizes: { 2000: { limit: 1.5, stretch: 1.2 } },
  },
  cpuPerJoin: {
    name: 'CPU per join',
    unit: '×',
    sizes: { 1000: { limit: 2.8, stretch: 2.1 } },
  },
  kilobytesPerConnection: {
    name: 'memory a connection',
    unit: 'KB',
    sizes: { 5000: { limit: 20, stretch: 16.5 } },
  },
  kilobytesPerAnswer: {
    name: 'bytes per answer',
    unit: '×',
    sizes: { 1: { limit: 1.4, stretch: 1.1 } },
  },
} satisfies Record<string, { name: string; unit: Target['unit']; sizes: BySize }>;

export type TargetOfClass = keyof typeof ofClass;
export const targetsOfClass = Object.keys(ofClass) as TargetOfClass[];

/** Null where none is set for so many players. */
export function verdictOfClass(
  figure: TargetOfClass,
  players: number,
  floor: number,
  product: number,
): Verdict | null {
  const { name, unit, sizes } = ofClass[figure] as { name: string; unit: Target['unit']; sizes: BySize };
  const from = Object.keys(sizes)
    .map(Number)
    .filter((least) => least <= players);
  if (from.length === 0) return null;
  const ofSize = { name: `${name}, ${players} players`, unit, ...sizes[Math.max(...from)]! };
  return { ...verdictOn(ofSize, unit === '×' ? product / floor : product), target: name, players };
}

export const targets = {
  linearAnswers: { name: 'linear: CPU per answer, 5,000 to 1,000 players', unit: '×', limit: 1 },
  linearJoins: { name: 'linear: CPU per join, 5,000 to 1,000 players', unit: '×', limit: 1 },
  rooms: {
    name: 'rooms of 30 with acknowledgement p99 ≤ 100 ms, one core',
    unit: 'rooms',
    least: true,
    limit: 300,
    stretch: 600,
  },
  durable: {
    name: 'durable answers a second while serving, to unnest-100',
    unit: '×',
    least: true,
    limit: 0.5,
    stretch: 0.8,
  },
  loopDelay: {
    name: 'event-loop delay p99 while signing in and reporting',
    unit: 'ms',
    limit: 25,
    stretch: 10,
  },
  learnerHome: {
    name: 'home of a learner with 10,000 answers, p95',
    unit: 'ms',
    limit: 50,
  },
  classMap: { name: 'map of 40 learners and 60 objectives, p95', unit: 'ms', limit: 100 },
  oneRow: {
    name: 'signed-in read of one row, CPU to bare Express + pg',
    unit: '×',
    limit: 2.5,
    stretch: 1.5,
  },
  heapGrowth: { name: 'soak: growth of the live heap, of its start', unit: '×', limit: 1.05 },
  residentGrowth: { name: 'soak: growth of the resident memory, of its start', unit: '×', limit: 1.1 },
  signInsBeside: { name: 'acknowledgement p99 while people sign in, to without', unit: '×', limit: 1.2 },
} satisfies Record<string, Target>;
