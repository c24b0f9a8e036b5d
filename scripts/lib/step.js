import { spawn } from 'node:child_process';

/** What the person at the terminal has to know and do; printed without a stack trace. */
export class StepFailed extends Error {
  /**
   * @param {string} message
   * @param {string} [details] what the failed program said
   */
  constructor(message, details = '') {
    super(message);
    this.details = details;
  }
}

/**
 * Runs one step to its end, shows that it is alive, and keeps its output for the case that it fails.
 * @param {string} title what happens, and how long it may take
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean, explain: (output: string) => string }} options
 */
export async function step(title, file, args, { cwd, env = process.env, shell = false, explain }) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log(`${title} …`);
  const alive = setInterval(() => console.log(`  … still at it, ${seconds()} s`), 5_000);
  let output = '';
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.on('data', (chunk) => (output += chunk));
      child.stderr.on('data', (chunk) => (output += chunk));
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new StepFailed(explain(output), output);
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(explain(String(error)), output);
  } finally {
    clearInterval(alive);
  }
  console.log(`  done in ${seconds()} s`);
}

/**
 * Ends the script with the sentence, and with the last words of the program that failed.
 * @param {unknown} error
 * @returns {never}
 */
export function stopWith(error) {
  if (!(error instanceof StepFailed)) throw error;
  const lastWords = error.details.trim().split('\n').slice(-20).join('\n  ');
  if (lastWords) console.error(`\n  ${lastWords}`);
  console.error(`\n${error.message}`);
  process.exit(1);
}
