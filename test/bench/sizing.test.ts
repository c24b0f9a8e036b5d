import { expect, it } from 'vitest';
import { sizeFor } from '../../bench/sizing.ts';

const costs = {
  cpuPerAnswer: 0.12,
  databaseCpuPerAnswer: 0.06,
  cpuPerJoin: 1.2,
  databaseCpuPerJoin: 0.3,
  baseMegabytes: 300,
  kilobytesPerPlayer: 51.2,
};

it('a size is that of the busiest moment: everybody comes within a minute, or everybody answers', () => {
  // 3,000 joins a minute are 60 ms of CPU each second, 3,000 answers in 20 s are 18; at most 60 % busy
  expect(sizeFor(3_000, costs)).toEqual({
    players: 3_000,
    processes: 1,
    cores: expect.closeTo(0.1),
    databaseCores: expect.closeTo(0.025),
    megabytes: 450,
  });
  expect(sizeFor(3_000, { ...costs, cpuPerAnswer: 0.8 }).cores).toBeCloseTo(0.2);
});

it('a process has one core, and its own memory', () => {
  expect(sizeFor(60_000, costs)).toMatchObject({ processes: 2, megabytes: 3_600 });
});
