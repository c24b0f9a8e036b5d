import { expect, test } from 'vitest';
import { createMetrics, type Read } from '../../../src/platform/metrics/metrics.ts';

/** The lines of one figure that is read so. */
async function linesOf(read: () => Read | Promise<Read>, labelNames: string[] = []): Promise<string[]> {
  const metrics = createMetrics();
  metrics.reading({ name: 'apples', help: 'On the tree.', labelNames, read });
  const page = await metrics.registry.metrics();
  expect(page).toContain('# TYPE apples gauge');
  return page.split('\n').filter((line) => /^apples/.test(line));
}

test('a figure is looked up when somebody asks, with or without labels', async () => {
  expect(await linesOf(() => 3)).toEqual(['apples 3']);
  const byColour = () => [[{ colour: 'red' }, 2] as const, [{ colour: 'green' }, 0] as const];
  expect(await linesOf(byColour, ['colour'])).toEqual(['apples{colour="red"} 2', 'apples{colour="green"} 0']);
});

test('what is not there, fails or hangs is missing, and is not 0; the rest of the page comes', async () => {
  expect(await linesOf(() => [])).toEqual([]);
  expect(await linesOf(() => Promise.reject(new Error('away')))).toEqual([]);
  expect(await linesOf(() => new Promise(() => {}))).toEqual([]);
  expect(
    await linesOf(() => {
      throw new Error('away');
    }),
  ).toEqual([]);
});

test('a figure that went away is not shown as it was', async () => {
  const metrics = createMetrics();
  let apples: Read = 3;
  metrics.reading({ name: 'apples', help: 'On the tree.', read: () => apples });
  expect(await metrics.registry.metrics()).toContain('\napples 3\n');
  apples = [];
  expect(await metrics.registry.metrics()).not.toMatch(/^apples /m);
});
