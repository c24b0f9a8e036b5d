import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');

/** Every row: a file, what it imports, and the name of the rule that must object, or null where the table allows it. */
const rows: [file: string, statement: string, rule: string | null][] = [
  ['src/domain/answer/a.ts', "import '../question/target.ts'", null],
  ['src/domain/answer/b.ts', "import '../../platform/log/target.ts'", 'domain-is-pure'],
  ['src/domain/answer/c.ts', "import type { T } from '../../wire/target.ts'", 'domain-is-pure'],
  ['src/domain/answer/d.ts', "import 'zod'", 'domain-is-pure'],
  ['src/domain/answer/e.ts', "import 'node:fs'", 'domain-is-pure'],
  ['src/wire/a.ts', "import 'zod'", null],
  ['src/wire/b.ts', "import type { T } from '../domain/question/target.ts'", null],
  ['src/wire/c.ts', "import { value } from '../domain/question/target.ts'", 'wire-takes-types-of-the-domain'],
  ['src/wire/d.ts', "import type { T } from '../platform/log/target.ts'", 'wire-is-schemas'],
  ['src/wire/e.ts', "import 'express'", 'wire-is-schemas'],
  ['src/platform/log/a.ts', "import 'express'", null],
  ['src/platform/log/b.ts', "import type { T } from '../../config.ts'", null],
  [
    'src/platform/log/c.ts',
    "import { value } from '../../config.ts'",
    'platform-takes-types-of-the-configuration',
  ],
  [
    'src/platform/log/d.ts',
    "import type { T } from '../../modules/live/target.ts'",
    'platform-knows-no-product',
  ],
  ['src/platform/log/e.ts', "import 'missing-package'", 'nothing-unknown'],
  ['src/platform/log/f.ts', "import 'vite'", 'server-without-development-packages'],
  ['src/platform/log/g.ts', "import 'unlisted'", 'only-listed-packages'],
  ['src/modules/live/a.ts', "import '../catalog/catalog.service.ts'", null],
  [
    'src/modules/live/b.ts',
    "import type { T } from '../catalog/catalog.entity.ts'",
    'modules-meet-by-services',
  ],
  ['src/modules/live/c.ts', "import '../catalog/catalog.routes.ts'", 'modules-meet-by-services'],
  [
    'src/modules/live/d.ts',
    "import '../../../rooms/class-challenge/target.ts'",
    'modules-know-domain-wire-platform',
  ],
  ['src/config.ts', "import './app.ts'", 'nobody-knows-the-root'],
  ['rooms/class-challenge/a.ts', "import '../../src/platform/realtime/target.ts'", null],
  [
    'rooms/class-challenge/b.ts',
    "import type { T } from '../../src/modules/live/target.ts'",
    'rooms-are-shells',
  ],
  ['rooms/class-challenge/c.ts', "import '../../src/platform/database/target.ts'", 'rooms-are-shells'],
  ['rooms/class-challenge/d.ts', "import '../group-mission/target.ts'", 'rooms-leave-each-other-alone'],
  ['rooms/class-challenge/e.ts', "import '../plugins/target.ts'", null],
  ['client-sdk/src/a.ts', "import '../../src/wire/target.ts'", null],
  ['client-sdk/src/b.ts', "import '../../src/domain/question/target.ts'", 'sdk-is-small'],
  ['client-sdk/src/c.ts', "import 'express'", 'sdk-is-small'],
  ['web/src/a.tsx', "import '../../client-sdk/src/target.ts'", null],
  ['web/src/b.tsx', "import type { T } from '../../src/wire/target.ts'", null],
  ['web/src/c.tsx', "import { value } from '../../src/wire/target.ts'", 'pages-take-types-of-the-wire'],
  ['web/src/d.tsx', "import '../../src/modules/live/target.ts'", 'pages-know-the-sdk'],
  ['src/modules/live/round-a.ts', "import './round-b.ts'", 'no-circle'],
  ['src/modules/live/round-b.ts', "import type { T } from './round-a.ts'", null],
];

const targets = [
  'src/domain/question/target.ts',
  'src/wire/target.ts',
  'src/platform/log/target.ts',
  'src/platform/realtime/target.ts',
  'src/platform/database/target.ts',
  'src/modules/live/target.ts',
  'src/modules/catalog/catalog.service.ts',
  'src/modules/catalog/catalog.entity.ts',
  'src/modules/catalog/catalog.routes.ts',
  'src/config.ts',
  'src/app.ts',
  'rooms/class-challenge/target.ts',
  'rooms/group-mission/target.ts',
  'rooms/plugins/target.ts',
  'client-sdk/src/target.ts',
];

let folder: string;
let objections: Map<string, string[]>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-imports-'));
  write(
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: { zod: '*', express: '*' },
      devDependencies: { vite: '*' },
    }),
  );
  for (const name of ['zod', 'express', 'vite', 'unlisted']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const target of targets) write(target, 'export type T = 1;\nexport const value = 1;\n');
  for (const [file, statement] of rows) write(file, `${statement};\n`);

  const { stdout } = depcruise(['--output-type', 'json', 'src', 'rooms', 'client-sdk/src', 'web'], folder);
  const { violations } = JSON.parse(stdout).summary as {
    violations: { from: string; rule: { name: string } }[];
  };
  objections = new Map();
  for (const { from, rule } of violations) objections.set(from, [...(objections.get(from) ?? []), rule.name]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

function depcruise(args: string[], cwd: string) {
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(repository, '.dependency-cruiser.js');
  return spawnSync(process.execPath, [program, '--config', config, ...args], { cwd, encoding: 'utf8' });
}

const titled = rows.map(([file, statement, rule]) => {
  const title = `${file} ${rule ? 'may not' : 'may'} ${statement}`;
  return { title, file, rule };
});

test.each(titled)('$title', ({ file, rule }) => {
  expect(objections.get(file) ?? []).toEqual(rule ? [rule] : []);
});

test('a forbidden import fails the check', () => {
  expect(depcruise(['src/domain'], folder).status).toBeGreaterThan(0);
});
