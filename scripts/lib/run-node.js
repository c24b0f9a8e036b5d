import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { bundledNode, root } from './paths.js';

/**
 * Runs a program on the Node.js of the installation in our place: it gets our terminal and every signal once,
 * and its exit code becomes ours.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runNode(args, env = process.env) {
  const leash = new URL('./leash.js', import.meta.url).href;
  const child = spawn(bundledNode(), ['--import', leash, ...args], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });

  const ask = (/** @type {NodeJS.Signals} */ signal) => child.connected && child.send(signal);
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);

  // npm that was killed outright tells nobody, and a server that nobody can stop any more would keep the port.
  const callers = process.env.npm_lifecycle_event ? shellAndNpm() : [];
  const watch = setInterval(() => callers.every(isAlive) || ask('SIGTERM'), 500);

  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...how) => resolve(how));
  });
  clearInterval(watch);
  return signal ? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)] : code;
}

/** npm calls a script through a shell, so it is one step further up; where the system does not tell, the shell has to do. */
function shellAndNpm() {
  const shell = process.ppid;
  try {
    const stat = readFileSync(`/proc/${shell}/stat`, 'utf8');
    return [shell, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
  } catch {
    return [shell];
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
