import { expect, test } from 'vitest';
import { Tally } from '../../../scripts/bots/tally.ts';

test('an answer that was sent in time and refused without a fair reason is a lost one', () => {
  const tally = new Tally();
  tally.refused(0, 'answer/too-late', true);
  tally.refused(0, 'server/busy', true);
  expect(tally.lost).toBe(2);
  expect(tally.summary()).toContain('2 answers were sent in time and not saved.');
});

test.each([
  ['answer/too-late', false],
  ['answer/round-closed', true],
  ['join/kicked', true],
  ['session/ended', true],
] as const)('%s is nobody’s fault (sent in time: %s)', (code, inTime) => {
  const tally = new Tally();
  tally.refused(0, code, inTime);
  expect(tally.lost).toBe(0);
});

test('the lines count every round for itself and the summary all of them', () => {
  const tally = new Tally();
  tally.came = 2;
  for (const round of [0, 0, 1, 1]) tally.sent(round);
  for (const round of [0, 0, 1]) tally.saved(round);
  tally.refused(1, 'answer/round-closed', true);
  expect(tally.roundLine(0, 2)).toBe('Question 1 of 2: 2 answered, 2 saved, none refused');
  expect(tally.roundLine(1, 2)).toBe(
    'Question 2 of 2: 2 answered, 1 saved, 1 refused (1 × answer/round-closed)',
  );
  expect(tally.summary()).toContain('4 sent, 3 saved, 1 refused (1 × answer/round-closed)');
});

test('players who were turned away are told with the reason in words', () => {
  const tally = new Tally();
  tally.refusedEntry('join/full');
  tally.refusedEntry('join/full');
  expect(tally.summary()).toContain('0 came, 2 refused (2 × join/full)');
  expect(tally.summary()).toContain('The class is full: its teacher chose how many may come.');
});
