import { begin } from './lib/begin.js';

await begin('scripts/cluster/main.ts');
