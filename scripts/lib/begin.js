import { installMissing } from './install.js';
import { buildPagesIfStale } from './pages.js';
import { runNode } from './run-node.js';
import { stopWith } from './step.js';

/**
 * Installs what is missing, builds the pages if they are stale, and runs a program in the place of this one.
 * @param {string} program
 */
export async function begin(program) {
  try {
    await installMissing();
    await buildPagesIfStale();
  } catch (error) {
    stopWith(error);
  }
  // what was compiled once need not be compiled at the next start
  const compiled = { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };
  process.exit(await runNode([program, ...process.argv.slice(2)], { ...compiled, ...process.env }));
}
