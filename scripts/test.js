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
process.exit(await runNode(vitest, { ...process.env, NODE_ENV: 'test' }));
