import type { Figures } from './figures.ts';
import type { Result } from './results.ts';
import type { Size } from './sizing.ts';
import { type Verdict, verdictText } from './targets.ts';

type OfSize = Record<'floor' | 'socketio' | 'product', Figures>;

/** What `docs/performance.md` and `docs/operations.md` quote: the targets, the class challenge by size, and what to provide. */
export function markdownOf(results: readonly Result[]): string {
  const of = <F>(bench: string) =>
    results.filter((result) => result.bench === bench).map(({ figures }) => figures as F);
  const classes = Object.assign({}, ...of<Record<number, OfSize>>('class')) as Record<number, OfSize>;
  const [{ sizes = [] } = {}] = of<{ sizes?: Size[] }>('rooms');
  return [
    '## Targets',
    targetsTable(results.flatMap(({ verdicts }) => verdicts)),
    '## The class challenge: floor / Socket.IO / Tutti',
    classesTable(classes),
    '## Sizes',
    sizesTable(sizes),
  ].join('\n\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const targetsTable = (verdicts: readonly Verdict[]): string =>
  table(
    ['Target', 'Measured'],
    verdicts.map((verdict) => [verdict.name, verdictText(verdict)]),
  );

function classesTable(classes: Record<number, OfSize>): string {
  const rows: [string, keyof Figures, number][] = [
    ['CPU per 1,000 answers, ms', 'cpuPerThousandAnswers', 1],
    ['PostgreSQL beside it, ms', 'databaseCpuPerThousandAnswers', 1],
    ['question fan-out p50, ms', 'fanOut50', 1],
    ['question fan-out p95, ms', 'fanOut95', 1],
    ['question fan-out p99, ms', 'fanOut99', 1],
    ['acknowledgement p50, ms', 'acknowledgement50', 1],
    ['acknowledgement p99, ms', 'acknowledgement99', 1],
    ['last acknowledgement to last result, ms', 'lastResult', 1],
    ['CPU per join, ms', 'cpuPerJoin', 2],
    ['a join p50, ms', 'join50', 0],
    ['memory a connection, KB', 'kilobytesPerConnection', 0],
    ['received per answer, KB', 'kilobytesPerAnswer', 2],
    ['generator busy', 'loadBusy', 2],
  ];
  const sizes = Object.entries(classes);
  return table(
    ['', ...sizes.map(([players]) => players)],
    rows.map(([name, figure, digits]) => [
      name,
      ...sizes.map(([, { floor, socketio, product }]) =>
        [floor, socketio, product].map((one) => one[figure].toFixed(digits)).join(' / '),
      ),
    ]),
  );
}

const sizesTable = (sizes: readonly Size[]): string =>
  table(
    ['Players at once', 'Processes', 'Cores', 'Cores of PostgreSQL', 'Memory, MB'],
    sizes.map(({ players, processes, cores, databaseCores, megabytes }) => [
      players.toLocaleString('en'),
      String(processes),
      cores.toFixed(2),
      databaseCores.toFixed(2),
      megabytes.toFixed(0),
    ]),
  );
