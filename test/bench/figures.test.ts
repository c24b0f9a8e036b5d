import { expect, it } from 'vitest';
import {
  figuresOf,
  growthOf,
  type Meter,
  medians,
  memoryPerConnection,
  quantile,
  slope,
} from '../../bench/figures.ts';

it('a quantile is one of the values, whatever their order', () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 3], 0.99)).toBe(5);
  expect(
    quantile(
      Array.from({ length: 100 }, (_, i) => 99 - i),
      0.95,
    ),
  ).toBe(95);
  expect(quantile([7], 0)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

it('repetitions give the median of each figure by itself', () => {
  expect(
    medians([
      { cpu: 3, wait: 10 },
      { cpu: 1, wait: 30 },
      { cpu: 2, wait: 20 },
    ]),
  ).toEqual({ cpu: 2, wait: 20 });
});

it('a slope is that of the line with the smallest squares', () => {
  const line = [0, 1, 2, 3].map((x) => ({ x, y: 4 + 2.5 * x }));
  expect(slope(line)).toBeCloseTo(2.5);
  expect(slope(line.map(({ x, y }, i) => ({ x, y: y + (i % 2 ? 1 : -1) })))).toBeCloseTo(2.9);
  expect(slope(line.map(({ x }) => ({ x, y: 7 })))).toBe(0);
});

it('figures are per answer and per join, between the marks that belong to them', () => {
  const meter = (serverCpuMs: number, loadCpuMs: number, at: number): Meter => ({
    serverCpuMs,
    databaseCpuMs: serverCpuMs / 2,
    loadCpuMs,
    at,
  });
  const figures = figuresOf({
    players: 2,
    meters: {
      before: meter(100, 0, 0),
      entered: meter(103, 50, 100),
      joined: meter(104, 60, 1_000),
      started: meter(200, 70, 2_000),
      ended: meter(206, 270, 3_000),
    },
    timings: {
      join: [10, 20],
      fanOut: [0, 1],
      acknowledgement: [1, 2, 3, 4],
      lastResult: [5],
      burst: [9],
      bytesReceived: 4_096,
    },
  });
  expect(figures).toMatchObject({
    cpuPerThousandAnswers: 1_500,
    databaseCpuPerThousandAnswers: 750,
    cpuPerJoin: 2,
    databaseCpuPerJoin: 1,
    joinsPerSecond: 20,
    acknowledgement99: 4,
    kilobytesPerAnswer: 1,
    loadBusy: 0.2,
    loadBusyJoining: 0.5,
  });
});

it('memory a connection is what came on top, resident and live', () => {
  const without = { residentBytes: 10_240, liveBytes: 2_048 };
  const held = { residentBytes: 30_720, liveBytes: 8_192 };
  expect(memoryPerConnection(without, held, 2)).toEqual({
    kilobytesPerConnection: 10,
    liveKilobytesPerConnection: 3,
  });
});

it('growth is read from the line through all samples, so that one that stands out does not decide it', () => {
  const even = [0, 0.25, 0.5, 0.75, 1].map((hour) => ({ hour, value: 100 + 8 * hour }));
  expect(growthOf(even)).toEqual({ from: 100, to: 108, perHour: 8 });
  const { from, to } = growthOf(even.map((sample, i) => (i === 2 ? { ...sample, value: 204 } : sample)));
  expect(to - from).toBeCloseTo(8);
  expect(growthOf([{ hour: 1, value: 7 }])).toEqual({ from: 7, to: 7, perHour: 0 });
});
