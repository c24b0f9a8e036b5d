import { expect, it } from 'vitest';
import { tableOf } from '../../bench/table.ts';
import { targets, verdictLine, verdictOfClass, verdictOn, verdictText } from '../../bench/targets.ts';

it('a target holds at its limit and not beyond it, in either direction', () => {
  expect(verdictOn(targets.loopDelay, 25).holds).toBe(true);
  expect(verdictOn(targets.loopDelay, 25.1).holds).toBe(false);
  expect(verdictOn(targets.rooms, 300).holds).toBe(true);
  expect(verdictOn(targets.rooms, 299).holds).toBe(false);
  expect(verdictOn(targets.loopDelay, Number.NaN).holds).toBe(false);
});

it('a verdict says the figure, the limit and whether the stretch is reached as well', () => {
  expect(verdictText(verdictOn(targets.oneRow, 2))).toBe('2.00× ≤ 2.50× met');
  expect(verdictText(verdictOn(targets.oneRow, 1.5))).toBe('1.50× ≤ 2.50× met, stretch too');
  expect(verdictText(verdictOn(targets.oneRow, 3))).toBe('3.00× ≤ 2.50× MISSED');
  expect(verdictText(verdictOn(targets.rooms, 450))).toBe('450 rooms ≥ 300 rooms met');
  expect(verdictLine(verdictOn(targets.rooms, 20))).toMatch(
    /^MISSED {2}rooms of 30 .* 20 rooms ≥ 300 rooms$/,
  );
});

it('the target of a class is that of its size; ratios are to the floor, times are the own', () => {
  expect(verdictOfClass('cpuPerThousandAnswers', 200, 40, 100)).toBeNull();
  expect(verdictOfClass('cpuPerThousandAnswers', 1_000, 40, 58)).toMatchObject({ limit: 1.45, holds: true });
  expect(verdictOfClass('cpuPerThousandAnswers', 2_000, 40, 58)).toMatchObject({ limit: 1.25, holds: false });
  expect(verdictOfClass('cpuPerThousandAnswers', 3_000, 40, 40)).toMatchObject({ limit: 1.25, value: 1 });
  expect(verdictOfClass('acknowledgement99', 5_000, 1, 59)).toMatchObject({
    value: 59,
    limit: 60,
    holds: true,
  });
});

it('a table has its figures below each other', () => {
  expect(
    tableOf(
      ['', 'floor', 'Tutti'],
      [
        ['CPU, ms', '40.0', '7'],
        ['x', '1', '12345'],
      ],
    ),
  ).toBe('         floor  Tutti\nCPU, ms   40.0      7\nx            1  12345');
});
