/**
 * Writes client-sdk/wire.json: the wire in words and JSON Schema, for clients in other languages.
 * Run it after every change in src/wire: `node scripts/wire-json.ts`.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeWire, wireFile } from './lib/wire-description.ts';

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

writeFileSync(wireFile, JSON.stringify(describeWire()));
execFileSync(process.execPath, [biome, 'format', '--write', wireFile], { stdio: 'inherit' });
