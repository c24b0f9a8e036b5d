import { expect, it } from 'vitest';
import type { Figures } from '../../bench/figures.ts';
import type { Written } from '../../bench/results.ts';
import { markdownOf, verdictsOf } from '../../bench/summary.ts';
import { targets, verdictOn } from '../../bench/targets.ts';

const figures = (cpu: number, acknowledgement99: number): Figures => ({
  cpuPerThousandAnswers: cpu,
  databaseCpuPerThousandAnswers: 5,
  cpuPerJoin: cpu / 50,
  databaseCpuPerJoin: 0.1,
  join50: 20,
  join99: 90,
  joinsPerSecond: 500,
  fanOut50: 4,
  fanOut95: 8,
  fanOut99: 9,
  acknowledgement50: 6,
  acknowledgement99,
  lastResult: 10,
  burst: 100,
  kilobytesPerConnection: 15,
  liveKilobytesPerConnection: 12.3,
  kilobytesPerAnswer: 0.5,
  loadBusy: 0.5,
  loadBusyJoining: 0.6,
});
const ofSize = (product: number, acknowledgement99: number) => ({
  floor: figures(40, 4),
  socketio: figures(70, 8),
  product: figures(product, acknowledgement99),
});
const written = (bench: string, figures: object, verdicts: Written['verdicts'] = []): Written => ({
  bench,
  at: '2026-11-22T08:20:00.000Z',
  commit: 'abc',
  machine: { processor: 'X', cores: 2, memoryMegabytes: 8_000, kernel: '6', loadBefore: 0.3 },
  versions: { node: 'v24' },
  options: {},
  figures,
  verdicts,
});
const row = (text: string, start: string) => text.split('\n').find((line) => line.startsWith(`| ${start}`));

const classes = [
  written('class', { 1000: ofSize(60, 14) }),
  written('class', { 2000: ofSize(48, 25), 5000: ofSize(44, 50) }),
];

it('a target of several sizes is one row, with each size, each limit and whether each is met', () => {
  const text = markdownOf(classes);
  expect(row(text, 'CPU per answer')).toBe(
    '| CPU per answer, N = 1,000 / 2,000 / 5,000 | ≤ 1.45 / 1.25 / 1.15× | 1.50 / 1.20 / 1.10× | missed / met / met |',
  );
  expect(row(text, 'acknowledgement after commit p99')).toBe(
    '| acknowledgement after commit p99, N = 1,000 / 2,000 / 5,000 | ≤ 15 / 20 / 60 ms | 14 / 25 / 50 ms | met / missed / met |',
  );
  expect(row(text, 'memory a connection, N = 5,000')).toMatch(/\| ≤ 20 KB \| 15 KB \| met \|$/);
});

it('sizes that were measured one after the other are compared, too', () => {
  expect(verdictsOf(classes.slice(1)).some(({ name }) => name.startsWith('linear'))).toBe(false);
  expect(verdictsOf(classes)).toContainEqual(verdictOn(targets.linearAnswers, 44 / 60));
});

it('the class challenge has the three servers beside each other, by size', () => {
  const lines = markdownOf(classes).split('\n');
  const at = lines.findIndex((line) => line.startsWith('| **2,000** |'));
  expect(lines[at]).toBe(
    '| **2,000** | fan-out p50 / p95 / p99, ms | 4.0 / 8.0 / 9.0 | 4.0 / 8.0 / 9.0 | 4.0 / 8.0 / 9.0 |',
  );
  expect(lines.slice(at)).toContain(
    '|  | acknowledgement p50 / p99, ms | 6.0 / 4.0 | 6.0 / 8.0 | 6.0 / 25.0 |',
  );
  expect(lines.slice(at)).toContain('|  | CPU per 1,000 answers, ms | 40.0 | 70.0 | 48.0 |');
});

it('several processes are named with how many there are and what stands before them', () => {
  const service = (acknowledgement99: number, ...shares: number[]) => ({
    answersPerSecond: 240,
    acknowledgement50: 10,
    acknowledgement99,
    cpuPerThousandAnswers: 300,
    databaseCpuPerThousandAnswers: 100,
    cpuPerJoin: 1.5,
    join50: 20,
    join99: 40,
    shares,
  });
  const text = markdownOf([
    written('cluster', {
      'one process': service(12.8, 1),
      '3 processes, behind haproxy with Redis': service(37, 0.4, 0.35, 0.25),
    }),
  ]);
  expect(text).toContain('|  | one process | 3 processes, behind haproxy with Redis |');
  expect(row(text, 'acknowledgement p50 / p99')).toBe(
    '| acknowledgement p50 / p99, ms | 10.0 / 12.8 | 10.0 / 37.0 |',
  );
  expect(row(text, 'shares')).toBe('| shares of the processes | 1.00 | 0.40 / 0.35 / 0.25 |');
});

it('figures say when, on what and beside what load they were taken', () => {
  expect(markdownOf(classes)).toMatch(
    /^2026-11-22, abc, X \(2 cores\), Node v24; load before the first bench: 0\.3\n/,
  );
});
