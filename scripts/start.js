import { begin } from './lib/begin.js';

await begin('src/main.ts');
