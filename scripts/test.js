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
const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)];
// every test file is a process of its own: what they have in common is compiled once
const compiled = { NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };
process.exit(await runNode(vitest, { ...compiled, ...process.env, NODE_ENV: 'test' }));
