import { expect, it } from 'vitest';
import { type Carried, sizeFor } from '../../bench/sizing.ts';

const step = (players: number, serverBusy: number, more: Partial<Carried> = {}): Carried => ({
  players,
  serverBusy,
  databaseBusy: serverBusy / 2,
  cpuPerJoin: 1.2,
  databaseCpuPerJoin: 0.3,
  acknowledgement99: 20,
  megabytes: 200 + players / 50,
  ...more,
});
const measured = [step(300, 0.05), step(3_000, 0.2), step(4_500, 0.4), step(9_000, 0.8)];

it('a size is that of the measured step that has as many players, or the next larger one', () => {
  const size = { processes: 1, measuredWith: 3_000, cores: 0.2, databaseCores: 0.1, megabytes: 260 };
  expect(sizeFor(3_000, measured)).toMatchObject(size);
  expect(sizeFor(301, measured)).toMatchObject(size);
  expect(sizeFor(300, measured)).toMatchObject({ measuredWith: 300, cores: 0.05, megabytes: 206 });
});

it('no process gets more players than one carried with a core that was not too busy', () => {
  expect(sizeFor(9_000, measured)).toMatchObject({ processes: 2, measuredWith: 4_500, megabytes: 580 });
  const many = sizeFor(10_000, measured)!;
  expect(many).toMatchObject({ processes: 3, measuredWith: 4_500 });
  expect(many.cores).toBeCloseTo(1.2);
  expect(many.databaseCores).toBeCloseTo(0.6);
});

it('the busiest moment counts, be it that in which everybody comes within a minute', () => {
  // 3,000 joins of 8 ms a minute
  expect(sizeFor(3_000, [step(3_000, 0.2, { cpuPerJoin: 8 })])!.cores).toBeCloseTo(0.4);
  expect(sizeFor(3_000, [step(3_000, 0.2, { cpuPerJoin: 13 })])).toBeNull();
});

it('where nothing was carried there is no size', () => {
  expect(sizeFor(300, [step(300, 0.7)])).toBeNull();
  expect(sizeFor(300, [])).toBeNull();
});
