import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

/** What a process that logs so has written when it ends. */
async function written(script: string): Promise<string[]> {
  const program = `
    const { createLog } = await import('./src/platform/log/log.ts');
    const log = createLog({ logLevel: 'info', environment: 'production' });
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [lines] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

test('a warning is written at once with all that came before it, even when the process is killed then', async () => {
  const killedThen = `log.warn('second'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);`;
  expect(await written(`log.info('first'); ${killedThen}`)).toEqual(['first', 'second']);
});

test('lines leave together, and none is missing when they were flushed before the process exits', async () => {
  const all = Array.from({ length: 300 }, (_, i) => `line ${i}`);
  expect(
    await written(`for (let i = 0; i < 300; i++) log.info('line ' + i); log.flush(() => process.exit(0));`),
  ).toEqual(all);
});
