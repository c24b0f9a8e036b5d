import { installMissing } from './lib/install.js';
import { buildPagesIfStale } from './lib/pages.js';
import { stopWith } from './lib/step.js';

/** All that `npm start` does before it starts: for an installation whose service may not write into its own folder. */
await installMissing()
  .then(() => buildPagesIfStale())
  .catch(stopWith);
