import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/paths.js';

const readyWithinMs = 60_000;

export interface OwnServer {
  url: string;
  teacher: { email: string; password: string };
  stop(): Promise<void>;
}

/** A server as anybody starts it, with an empty folder for its data, on a port that is free. */
export async function startOwnServer(): Promise<OwnServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tutti-pictures-'));
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await addressIn(child);
  const passwords = JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8')) as Record<
    string,
    string
  >;
  const email = 'teacher@tutti.example';
  return {
    url: `http://127.0.0.1:${port}`,
    teacher: { email, password: passwords[email]! },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The port, as the server prints it for whoever started it. */
function addressIn(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGTERM');
      reject(new Error(`The server did not come up: ${why}\n${printed}`));
    };
    const limit = setTimeout(() => fail(`${readyWithinMs / 1_000} s are over.`), readyWithinMs);
    child.once('exit', (code) => fail(`it ended with ${code}.`));
    child.stdout!.on('data', (chunk) => {
      printed += chunk;
      const found = /On this computer: +http:\/\/localhost:(\d+)/.exec(printed);
      if (!found) return;
      clearTimeout(limit);
      child.removeAllListeners('exit');
      resolve(found[1]!);
    });
  });
}
