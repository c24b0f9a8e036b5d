import type { Figures } from './figures.ts';

/** What was set as a target; a ratio is one to the floor in the same run. */
interface Target {
  name: string;
  figure: keyof Figures;
  of: 'ratio' | 'value';
  /** The most that is allowed, by the number of players from which on it holds. */
  most: Record<number, number>;
}

const targets: Target[] = [
  {
    name: 'CPU per answer',
    figure: 'cpuPerThousandAnswers',
    of: 'ratio',
    most: { 1000: 1.45, 2000: 1.25, 5000: 1.15 },
  },
  {
    name: 'acknowledged after commit, p99 ms',
    figure: 'acknowledgement99',
    of: 'value',
    most: { 1000: 15, 2000: 20, 5000: 60 },
  },
  { name: 'CPU per join', figure: 'cpuPerJoin', of: 'ratio', most: { 1000: 2.8 } },
  { name: 'bytes per answer', figure: 'kilobytesPerAnswer', of: 'ratio', most: { 1000: 1.4 } },
  { name: 'question fan-out, p99', figure: 'fanOut99', of: 'ratio', most: { 2000: 1.1 } },
  { name: 'last acknowledgement to last result', figure: 'lastResult', of: 'ratio', most: { 2000: 1.5 } },
  { name: 'memory a connection, KB', figure: 'kilobytesPerConnection', of: 'value', most: { 5000: 20 } },
];

const rows: [string, keyof Figures, number][] = [
  ['CPU per 1,000 answers, ms', 'cpuPerThousandAnswers', 1],
  ['  PostgreSQL beside it, ms', 'databaseCpuPerThousandAnswers', 1],
  ['CPU per join, ms', 'cpuPerJoin', 3],
  ['  PostgreSQL beside it, ms', 'databaseCpuPerJoin', 3],
  ['question fan-out p50, ms', 'fanOut50', 1],
  ['question fan-out p99, ms', 'fanOut99', 1],
  ['acknowledgement p50, ms', 'acknowledgement50', 1],
  ['acknowledgement p99, ms', 'acknowledgement99', 1],
  ['last acknowledgement to last result, ms', 'lastResult', 1],
  ['memory a connection, KB', 'kilobytesPerConnection', 1],
  ['received per answer and player, KB', 'kilobytesPerAnswer', 2],
  ['generator busy', 'loadBusy', 2],
];

export function figuresTable(floor: Figures, product: Figures): string {
  const line = ([name, figure, digits]: (typeof rows)[number]) =>
    [
      name.padEnd(42),
      floor[figure].toFixed(digits).padStart(9),
      product[figure].toFixed(digits).padStart(9),
      (floor[figure] > 0 ? (product[figure] / floor[figure]).toFixed(2) : '–').padStart(8),
    ].join(' ');
  return [
    `${' '.repeat(42)} ${'floor'.padStart(9)} ${'product'.padStart(9)} ${'ratio'.padStart(8)}`,
    ...rows.map(line),
  ].join('\n');
}

/** The targets that are set for so many players, and whether each holds. */
export function targetsTable(floor: Figures, product: Figures, players: number): string {
  return targets
    .flatMap(({ name, figure, of, most }) => {
      const from = Object.keys(most)
        .map(Number)
        .filter((least) => least <= players);
      if (from.length === 0) return [];
      const limit = most[Math.max(...from)]!;
      const value = of === 'ratio' ? product[figure] / floor[figure] : product[figure];
      const shown = of === 'ratio' ? `${value.toFixed(2)}× ≤ ${limit}×` : `${value.toFixed(1)} ≤ ${limit}`;
      return `${value <= limit ? 'holds ' : 'MISSES'}  ${name.padEnd(42)} ${shown}`;
    })
    .join('\n');
}
