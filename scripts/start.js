import { installMissing } from './lib/install.js';
import { buildPagesIfStale } from './lib/pages.js';
import { runNode } from './lib/run-node.js';
import { stopWith } from './lib/step.js';

try {
  await installMissing();
  await buildPagesIfStale();
} catch (error) {
  stopWith(error);
}
// what was compiled once need not be compiled at the next start
const compiled = { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };
process.exit(await runNode(['src/main.ts', ...process.argv.slice(2)], { ...compiled, ...process.env }));
