import { installMissing } from './lib/install.js';
import { stopWith } from './lib/step.js';

await installMissing().catch(stopWith);
