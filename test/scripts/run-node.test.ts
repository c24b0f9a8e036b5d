import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const runNode = new URL('../../scripts/lib/run-node.js', import.meta.url).href;

let folder: string;
let wrapper: ChildProcess;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-run-'));
});
afterEach(() => {
  wrapper.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const notes = () => readFileSync(join(folder, 'notes'), 'utf8');

/** Runs a program the way `npm start` does; what it notes stays readable when its output is gone. */
function run(program: string): ChildProcess {
  const file = join(folder, 'program.ts');
  const note = `import { appendFileSync } from 'node:fs';
    const note = (text: string): void => appendFileSync(${JSON.stringify(join(folder, 'notes'))}, text + '\\n');`;
  writeFileSync(file, `${note}\n${program}`);
  const code = `const { runNode } = await import(${JSON.stringify(runNode)}); process.exit(await runNode([${JSON.stringify(file)}]))`;
  wrapper = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // a group of its own, to be signalled as a whole
  });
  return wrapper;
}

/** Notes every signal and ends 400 ms after the first. */
const untilSignalled = `
  let ending: NodeJS.Timeout | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => { note(signal); ending ??= setTimeout(() => { note('ended'); process.exit(0); }, 400); });
  setInterval(() => {}, 1000);
  console.log('ready');`;

const ready = (child: ChildProcess) => once(child.stdout!, 'data');
const exitCode = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number;

test('the program’s exit code becomes the command’s', async () => {
  expect(await exitCode(run('process.exit(7)'))).toBe(7);
});

test('a program that dies by a signal ends the command as shells tell it', async () => {
  expect(await exitCode(run("process.kill(process.pid, 'SIGKILL')"))).toBe(137);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s reaches the program once, however often it comes',
  async (signal) => {
    const child = run(untilSignalled);
    await ready(child);
    const exit = exitCode(child);
    child.kill(signal);
    setTimeout(() => child.kill(signal), 100);
    expect(await exit).toBe(0);
    expect(notes()).toBe(`${signal}\nended\n`);
  },
);

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to the whole group reaches the program once',
  async (signal) => {
    const child = run(untilSignalled);
    await ready(child);
    const exit = exitCode(child);
    process.kill(-child.pid!, signal);
    expect(await exit).toBe(0);
    expect(notes()).toBe(`${signal}\nended\n`);
  },
);

test('a program that does not listen to signals ends by them', async () => {
  const child = run("setInterval(() => {}, 1000); console.log('ready');");
  await ready(child);
  const exit = exitCode(child);
  child.kill('SIGTERM');
  expect(await exit).toBe(143);
});

test('a command that is killed outright leaves no program behind', async () => {
  const child = run(untilSignalled);
  await ready(child);
  child.kill('SIGKILL');
  await expect.poll(() => notes(), { timeout: 5_000 }).toBe('SIGTERM\nended\n');
});
