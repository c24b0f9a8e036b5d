import { expect, test } from 'vitest';
import { summaryOf, withDeadline } from '../../chaos/outcome.ts';

test('a row that hangs fails with its name, and one that ends gives what it found', async () => {
  await expect(withDeadline('deaf', 20, () => new Promise(() => {}))).rejects.toThrow(
    'deaf was not through after 0.02 s',
  );
  expect(await withDeadline('deaf', 60_000, async () => 7)).toBe(7);
  await expect(withDeadline('deaf', 60_000, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
});

test('the last line names what was skipped and what failed', () => {
  const rows = ['kill-9', 'deaf', 'disk-full'];
  expect(summaryOf(rows, [], [])).toBe('3 of 3 rows passed.');
  expect(summaryOf(rows, ['deaf'], ['disk-full'])).toBe(
    '1 of 3 rows passed, 1 SKIPPED (disk-full), 1 FAILED (deaf).',
  );
});
