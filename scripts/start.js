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
process.exit(await runNode(['src/main.ts', ...process.argv.slice(2)]));
