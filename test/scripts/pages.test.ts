import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOfSources, isBuiltFrom } from '../../scripts/lib/pages.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-pages-'));
  for (const file of ['web/src/join.tsx', 'web/index.html', 'client-sdk/src/index.ts', 'src/wire/session.ts'])
    write(file, file);
  write('package-lock.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const fingerprint = () => fingerprintOfSources(folder);

test('the fingerprint of the sources does not depend on dates', () => {
  const before = fingerprint();
  utimesSync(join(folder, 'web/index.html'), 1, 1);
  expect(fingerprint()).toBe(before);
});

test.each([
  'web/src/join.tsx',
  'client-sdk/src/index.ts',
  'src/wire/session.ts',
  'src/domain/new.ts',
  'package-lock.json',
])('a change in %s makes the pages stale', (file) => {
  const before = fingerprint();
  write(file, 'changed');
  expect(fingerprint()).not.toBe(before);
});

test('a file that moved makes the pages stale', () => {
  const before = fingerprint();
  renameSync(join(folder, 'web/src/join.tsx'), join(folder, 'web/src/player.tsx'));
  expect(fingerprint()).not.toBe(before);
});

test('what was built, and the server’s own code, make nothing stale', () => {
  const before = fingerprint();
  write('web/dist/index.html', 'built');
  write('src/modules/live/live.service.ts', 'server');
  expect(fingerprint()).toBe(before);
});

test('pages are fresh when they were built from these very sources', () => {
  expect(isBuiltFrom(folder, fingerprint())).toBe(false);
  write('web/dist/.stamp', fingerprint());
  expect(isBuiltFrom(folder, fingerprint())).toBe(true);
  write('web/index.html', 'changed');
  expect(isBuiltFrom(folder, fingerprint())).toBe(false);
});
