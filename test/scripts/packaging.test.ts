import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { haproxyConfig } from '../../scripts/cluster/haproxy.ts';
import { createRolesSql } from '../../src/platform/database/roles.sql.ts';

const run = promisify(execFile);
const read = (file: string): Promise<string> => readFile(file, 'utf8');
const settings = [...(await read('src/config.ts')).matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
  ([, name]) => name!,
);
const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

interface Compose {
  services: Record<
    string,
    {
      image: string;
      environment?: Record<string, string>;
      networks: Record<string, { ipv4_address?: string }>;
      volumes?: string[];
    }
  >;
}

describe('the Dockerfile', async () => {
  const dockerfile = await read('Dockerfile');

  test('has no fault that a linter knows', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate(dockerfile.replace('WORKDIR /opt', 'WORKDIR opt'))).not.toEqual([]);
  });

  test('copies only what there is and what .dockerignore lets through', async () => {
    const wanted = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
      from!.split(' '),
    );
    expect(copied.length).toBeGreaterThan(10);
    for (const path of copied) {
      expect(existsSync(path), path).toBe(true);
      expect(wanted).toContain(`!${path.split('/')[0]}`);
    }
  });

  test('sets only what Tutti knows, and its last stage serves without being root', () => {
    const names = [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, list]) =>
      list!.split(' ').map((pair) => pair.split('=')[0]!),
    );
    expect(settings).toEqual(expect.arrayContaining(names.filter((name) => name !== 'NODE_COMPILE_CACHE')));
    const [, server] = dockerfile.split('AS server');
    expect(server).toMatch(/^USER node$/m);
    expect(server).toMatch(/^HEALTHCHECK /m);
  });
});

describe('compose.yaml', async () => {
  const { services } = parse(await read('compose.yaml'), { merge: true }) as Compose;
  const nodes = Object.entries(services).filter(([, { image }]) => image === 'tutti');

  test('gives its processes settings that there are, and the address that haproxy knows', async () => {
    for (const [name, { environment }] of nodes) {
      expect(environment).toMatchObject({ NODE_NAME: name });
      expect(settings).toEqual(expect.arrayContaining(Object.keys(environment!)));
    }
    const addresses = nodes.map(([name, { networks }]) => ({
      name,
      address: `${networks.inside!.ipv4_address}:2567`,
    }));
    await expect(haproxyConfig('*:8080', addresses)).toMatchFileSnapshot('../../ops/haproxy.cfg');
  });

  test('makes the roles as the start of Tutti prints them', async () => {
    const script = (await read('ops/roles.sh')).replace(/:'(\w+)'/g, "'$1'");
    expect(script).toContain(createRolesSql({ owner: 'owner', app: 'app', worker: 'worker' }));
  });

  test.skipIf(!has('haproxy'))('has a configuration that haproxy takes', async () => {
    await run('haproxy', ['-c', '-f', 'ops/haproxy.cfg']);
  });
});

describe('the units of systemd', () => {
  const units = ['tutti.service', 'tutti@.service', 'tutti-backup.service', 'tutti-backup.timer'];

  test('run what there is, with settings that there are', async () => {
    for (const unit of units) {
      const text = await read(`ops/${unit}`);
      for (const [, script] of text.matchAll(/^ExecStart=\S+ (\S+)/gm))
        expect(existsSync(script!)).toBe(true);
      const names = [...text.matchAll(/^Environment=(.+)$/gm)].flatMap(([, list]) =>
        list!.split(' ').map((pair) => pair.split('=')[0]!),
      );
      expect(settings).toEqual(expect.arrayContaining(names.filter((name) => name !== 'NODE_COMPILE_CACHE')));
    }
  });

  test.skipIf(!has('systemd-analyze'))(
    'are taken by systemd without a word, and leave little open',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tutti-units-'));
      const files = units.map((unit) => join(folder, unit));
      try {
        for (const [i, unit] of units.entries())
          await writeFile(
            files[i]!,
            (await read(`ops/${unit}`)).replaceAll(/^ExecStart=\S+/gm, 'ExecStart=/bin/sh'),
          );
        const instances = files.map((file) => file.replace('tutti@.', 'tutti@one.'));
        expect(await run('systemd-analyze', ['verify', '--man=no', ...instances])).toEqual({
          stdout: '',
          stderr: '',
        });
        for (const file of files.filter((name) => name.endsWith('.service')))
          await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', file]);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
