import type { Figures } from './figures.ts';
import type { Written } from './results.ts';
import type { Size } from './sizing.ts';
import { ratio } from './table.ts';
import { amounts, type Verdict } from './targets.ts';
import { type OfSize, verdictsOnClasses } from './verdicts.ts';

/** One row of a table for each of `rows`: its first cell, and those of what was measured. */
type Rows<F> = readonly (readonly [string, (of: F) => string])[];

/** Where the figures come from, and one table for each bench that was run: what `docs/performance.md` and `docs/operations.md` quote. */
export function markdownOf(results: readonly Written[]): string {
  const of = <F>(bench: string) =>
    results.filter((result) => result.bench === bench).map(({ figures }) => figures as F);
  const classes = Object.assign({}, ...of<Record<number, OfSize>>('class')) as Record<number, OfSize>;
  const rooms = of<{ sizes: Size[] } & Record<string, RoomsStep[] | undefined>>('rooms').at(-1);
  const cluster = of<Record<string, Together & { shares: number[] }>>('cluster').at(-1);
  const durable = of<Record<string, Stored>>('durable').at(-1);
  const rest = of<Record<string, { product: Asked; bare: Asked }>>('rest').at(-1);
  return [
    origin(results),
    '## Targets',
    targetsTable(verdictsOf(results)),
    '## The class challenge',
    classesTable(classes),
    ...(rooms ? ['## Rooms of 30', roomsTable(rooms), '## Sizes', sizesTable(rooms.sizes)] : []),
    ...(cluster ? ['## Several processes', clusterTable(cluster)] : []),
    ...(durable ? ['## Durable answers', durableTable(durable)] : []),
    ...(rest ? ['## REST', restTable(rest)] : []),
  ].join('\n\n');
}

/** Of all benches; on classes over all runs of them, for one target compares two sizes. */
export function verdictsOf(results: readonly Written[]): Verdict[] {
  const classes = results.filter(({ bench }) => bench === 'class').map(({ figures }) => figures);
  return [
    ...verdictsOnClasses(Object.assign({}, ...classes)),
    ...results.filter(({ bench }) => bench !== 'class').flatMap(({ verdicts }) => verdicts),
  ];
}

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const whole = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
const fixed = (digits: number, ...values: number[]) =>
  values.map((value) => value.toFixed(digits)).join(' / ');

function origin(results: readonly Written[]): string {
  const [first] = results;
  if (!first) return '';
  const { at, commit, machine, versions } = first;
  // before the later ones it is the load of those before them
  return (
    `${at.slice(0, 10)}, ${commit}, ${machine.processor} (${machine.cores} cores), Node ${versions.node}; ` +
    `load before the first bench: ${machine.loadBefore.toFixed(1)}`
  );
}

/** One row for each target, with all its sizes. */
function targetsTable(verdicts: readonly Verdict[]): string {
  const byTarget = Map.groupBy(verdicts, ({ target, name }) => target ?? name);
  return markdown(
    ['Target', 'Limit', 'Measured', 'Met'],
    [...byTarget].map(([target, own]) => {
      const players = own.flatMap(({ players }) => (players === undefined ? [] : whole(players)));
      const { unit, least } = own[0]!;
      const limits = [...new Set(own.map(({ limit }) => limit))];
      const met = new Set(own.map(({ holds }) => (holds ? 'met' : 'missed')));
      return [
        players.length > 0 ? `${target}, N = ${players.join(' / ')}` : target,
        `${least ? '≥' : '≤'} ${amounts(limits.length > 1 ? own.map(({ limit }) => limit) : limits, unit)}`,
        amounts(
          own.map(({ value }) => value),
          unit,
        ),
        met.size === 1 ? [...met].join() : own.map(({ holds }) => (holds ? 'met' : 'missed')).join(' / '),
      ];
    }),
  );
}

function classesTable(classes: Record<number, OfSize>): string {
  const rows: Rows<Figures> = [
    ['fan-out p50 / p95 / p99, ms', (of) => fixed(1, of.fanOut50, of.fanOut95, of.fanOut99)],
    ['acknowledgement p50 / p99, ms', (of) => fixed(1, of.acknowledgement50, of.acknowledgement99)],
    ['last acknowledgement to last result, ms', (of) => fixed(1, of.lastResult)],
    ['CPU per 1,000 answers, ms', (of) => fixed(1, of.cpuPerThousandAnswers)],
    ['PostgreSQL beside it, ms', (of) => fixed(1, of.databaseCpuPerThousandAnswers)],
    ['CPU per join, ms', (of) => fixed(2, of.cpuPerJoin)],
    ['a join p50 / p99, ms', (of) => fixed(0, of.join50, of.join99)],
    [
      'memory a connection, KB: resident / live',
      (of) => fixed(1, of.kilobytesPerConnection, of.liveKilobytesPerConnection),
    ],
    ['received per answer, KB', (of) => fixed(2, of.kilobytesPerAnswer)],
    ['generator busy: playing / joining', (of) => fixed(2, of.loadBusy, of.loadBusyJoining)],
  ];
  return markdown(
    ['Players', '', 'Floor', 'Socket.IO', 'Tutti'],
    Object.entries(classes).flatMap(([players, { floor, socketio, product }]) =>
      rows.map(([name, cell], i) => [
        i === 0 ? `**${whole(Number(players))}**` : '',
        name,
        ...[floor, socketio, product].map(cell),
      ]),
    ),
  );
}

interface Together {
  answersPerSecond: number;
  acknowledgement50: number;
  acknowledgement99: number;
  cpuPerThousandAnswers: number;
  databaseCpuPerThousandAnswers: number;
  cpuPerJoin: number;
  join50: number;
  join99: number;
}
interface RoomsStep extends Together {
  rooms: number;
  serverBusy: number;
  databaseBusy: number;
  loadBusy: number;
  megabytes: number;
}

function roomsTable(rooms: Record<string, RoomsStep[] | undefined>): string {
  const names = { floor: 'floor', socketio: 'Socket.IO', product: 'Tutti' };
  return markdown(
    [
      'Server',
      'Rooms',
      'Answers a second',
      'Acknowledgement p50 / p99, ms',
      'CPU per 1,000 answers, ms',
      'Server / PostgreSQL / generator busy',
      'Peak memory, MB',
    ],
    Object.entries(names).flatMap(([subject, name]) =>
      (rooms[subject] ?? []).map((step) => [
        name,
        whole(step.rooms),
        whole(step.answersPerSecond),
        fixed(1, step.acknowledgement50, step.acknowledgement99),
        fixed(1, step.cpuPerThousandAnswers),
        fixed(2, step.serverBusy, step.databaseBusy, step.loadBusy),
        whole(step.megabytes),
      ]),
    ),
  );
}

export const sizesTable = (sizes: readonly Size[]): string =>
  markdown(
    [
      'Players at once',
      'Processes',
      'Cores used by them',
      'Cores used by PostgreSQL',
      'Peak memory of the processes',
      'Acknowledgement p99',
      'Measured: one process with',
    ],
    sizes.map((size) => [
      whole(size.players),
      String(size.processes),
      fixed(2, size.cores),
      fixed(2, size.databaseCores),
      `${whole(size.megabytes)} MB`,
      `${fixed(0, size.acknowledgement99)} ms`,
      `${whole(size.measuredWith)} players`,
    ]),
  );

function clusterTable(services: Record<string, Together & { shares: number[] }>): string {
  const rows: Rows<Together & { shares: number[] }> = [
    ['acknowledgement p50 / p99, ms', (of) => fixed(1, of.acknowledgement50, of.acknowledgement99)],
    ['a join p50 / p99, ms', (of) => fixed(0, of.join50, of.join99)],
    ['answers a second', (of) => whole(of.answersPerSecond)],
    ['CPU per 1,000 answers, all processes, ms', (of) => fixed(1, of.cpuPerThousandAnswers)],
    ['PostgreSQL beside it, ms', (of) => fixed(1, of.databaseCpuPerThousandAnswers)],
    ['CPU per join, all processes, ms', (of) => fixed(2, of.cpuPerJoin)],
    ['shares of the processes', (of) => fixed(2, ...of.shares)],
  ];
  return markdown(
    ['', ...Object.keys(services)],
    rows.map(([name, cell]) => [name, ...Object.values(services).map(cell)]),
  );
}

interface Stored {
  rowsPerSecond: number;
  cpuPerThousand: number;
  databaseCpuPerThousand: number;
}

function durableTable(ways: Record<string, Stored>): string {
  const floor = ways['unnest-100']!.rowsPerSecond;
  return markdown(
    ['', 'Answers a second', 'To unnest-100', 'CPU per 1,000, ms', 'PostgreSQL, ms'],
    Object.entries(ways).map(([way, of]) => [
      way,
      whole(of.rowsPerSecond),
      `${ratio(of.rowsPerSecond, floor)}×`,
      fixed(1, of.cpuPerThousand),
      fixed(1, of.databaseCpuPerThousand),
    ]),
  );
}

interface Asked {
  cpuPerRequest: number;
  databaseCpuPerRequest: number;
  took50: number;
  took99: number;
}

function restTable({ loop: _, ...routes }: Record<string, { product: Asked; bare: Asked }>): string {
  return markdown(
    ['', 'CPU a request, ms: bare / Tutti', 'To bare', 'PostgreSQL, ms: bare / Tutti', 'p50, ms', 'p99, ms'],
    Object.entries(routes).map(([name, { bare, product }]) => [
      name,
      fixed(3, bare.cpuPerRequest, product.cpuPerRequest),
      `${ratio(product.cpuPerRequest, bare.cpuPerRequest)}×`,
      fixed(3, bare.databaseCpuPerRequest, product.databaseCpuPerRequest),
      fixed(1, bare.took50, product.took50),
      fixed(1, bare.took99, product.took99),
    ]),
  );
}
