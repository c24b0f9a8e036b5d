import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** The system user that PostgreSQL runs as where Tutti itself runs as root; undefined means our own. */
export type Account = { uid: number; gid: number } | undefined;

/** A clean environment: the user's PG* variables and language must not change what the server does or how it words its log. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  LC_ALL: 'C',
  TZ: 'UTC',
};

export interface Ended {
  code: number | null;
  output: string;
}

/** Runs a program to its end. Rejects only when it cannot be started at all. */
export function run(file: string, args: string[], account?: Account, input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...account, env: serverEnvironment, cwd: '/', windowsHide: true });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.stdin.on('error', () => {}); // a program that ends early tells why by its output
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

/**
 * Something that stays the same as long as this very process lives, and differs for a later one with the same id;
 * null when no such process runs. A dead process that nobody has fetched (zombie) does not run.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) return null;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' ? null : `${startedAt}`;
  }
  if (process.platform === 'win32') return signalReaches(pid) ? 'running' : null;
  const { output } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [state, ...startedAt] = output.trim().split(/\s+/);
  return !state || state.startsWith('Z') ? null : startedAt.join(' ');
}

/** The command line of a process, as far as the system shows it. */
export async function processCommand(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return command.replaceAll('\0', ' ');
  }
  if (process.platform === 'win32') return 'postgres';
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output;
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
