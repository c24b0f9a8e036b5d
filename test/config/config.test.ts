import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { StartError } from '../../src/platform/start-error.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tutti-config-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const secret = 's'.repeat(32);
const urls = {
  DATABASE_OWNER_URL: 'postgres://tutti_owner:o@db/tutti',
  DATABASE_URL: 'postgres://tutti_app:a@db/tutti',
  DATABASE_JOBS_URL: 'postgres://tutti_worker:w@db/tutti',
};
const refusal = (variables: NodeJS.ProcessEnv): StartError => {
  try {
    readConfig({ DATA_DIR: dataDir, ...variables });
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error('this configuration was taken');
};

describe('readConfig', () => {
  it('needs nothing at all in development', () => {
    const config = readConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({ environment: 'development', port: 2567, database: null, https: false });
    expect(config.secret.length).toBeGreaterThanOrEqual(32);
  });

  it('makes the development secret once and keeps it readable for nobody else', async () => {
    const first = readConfig({ DATA_DIR: dataDir }).secret;
    expect(readConfig({ DATA_DIR: dataDir }).secret).toBe(first);
    expect((await readFile(join(dataDir, 'secret'), 'utf8')).trim()).toBe(first);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o077).toBe(0);
  });

  it('says what to do about a damaged secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tutti-config-'));
    await writeFile(join(folder, 'secret'), 'short');
    const { code, message } = refusal({ DATA_DIR: folder });
    expect(code).toBe('config/damaged-secret');
    expect(message).toContain(join(folder, 'secret'));
    await rm(folder, { recursive: true });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '25.5'],
    ['NODE_ENV', 'prod'],
    ['PUBLIC_URL', 'tutti.example.org'],
    ['ALLOWED_ORIGINS', 'https://a.example, nonsense'],
    ['LOG_LEVEL', 'loud'],
    ['TUTTI_SECRET', 'short'],
    ['METRICS_TOKEN', 'short'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['DATABASE_URL', 'mysql://db/tutti'],
    ['REQUESTS_PER_MINUTE', '0'],
  ])('names %s in a sentence when it is %s', (name, value) => {
    const { code, message } = refusal({ [name]: value });
    expect(code).toBe('config/invalid');
    expect(message).toMatch(new RegExp(`^${name} must [^\\n]+\\.$`));
  });

  it('names every variable that has to be mended', () => {
    const lines = refusal({ PORT: 'x', LOG_LEVEL: 'y' }).message.split('\n');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(['LOG_LEVEL', 'PORT']);
  });

  it('takes an empty variable for a missing one', () => {
    expect(readConfig({ DATA_DIR: dataDir, PORT: '', DATABASE_URL: ' ' }).port).toBe(2567);
  });

  it('does not start in production without a database of its own', () => {
    const { code, message } = refusal({ NODE_ENV: 'production', TUTTI_SECRET: secret });
    expect(code).toBe('config/missing-database');
    expect(message).toContain('DATABASE_URL');
  });

  it('does not start in production without a secret', () => {
    const { code, message } = refusal({ NODE_ENV: 'production', ...urls });
    expect(code).toBe('config/missing-secret');
    expect(message).toContain('TUTTI_SECRET');
  });

  it('names the roles that are missing and asks for their SQL', () => {
    const refused = refusal({ DATABASE_URL: urls.DATABASE_URL });
    expect(refused.message).toContain('DATABASE_OWNER_URL and DATABASE_JOBS_URL are missing');
    expect(refused.needsRoles).toBe(true);
  });

  it.each([
    ['false', false],
    ['true', true],
    ['2', 2],
    ['10.0.0.1, 10.0.0.2', ['10.0.0.1', '10.0.0.2']],
  ])('reads TRUST_PROXY=%s', (text, value) => {
    expect(readConfig({ DATA_DIR: dataDir, TRUST_PROXY: text }).trustProxy).toEqual(value);
  });

  it('traces a share of all requests where a receiver is named, else nothing', () => {
    expect(readConfig({ DATA_DIR: dataDir }).traces).toBeNull();
    const given = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc==, x-school = oak',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    };
    expect(readConfig({ DATA_DIR: dataDir, ...given }).traces).toEqual({
      endpoint: 'http://localhost:4318',
      headers: { authorization: 'Basic abc==', 'x-school': 'oak' },
      serviceName: 'tutti',
      ratio: 0.1,
    });
  });

  it('is on HTTPS exactly when PUBLIC_URL says so', () => {
    expect(readConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://tutti.example.org/' })).toMatchObject({
      https: true,
      publicUrl: 'https://tutti.example.org',
    });
    expect(readConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'http://10.0.0.5:2567' }).https).toBe(false);
  });
});

describe('mail', () => {
  const SMTP_URL = 'smtps://tutti:p%40ss@mail.example.org';

  it('is kept where no mail server is named', () => {
    expect(readConfig({ DATA_DIR: dataDir }).mail).toBeNull();
  });

  it.each([
    ['tutti@example.org', { name: '', address: 'tutti@example.org' }],
    ['Oak School <tutti@example.org>', { name: 'Oak School', address: 'tutti@example.org' }],
  ])('leaves from %s', (MAIL_FROM, from) => {
    expect(readConfig({ DATA_DIR: dataDir, SMTP_URL, MAIL_FROM }).mail).toEqual({ smtpUrl: SMTP_URL, from });
  });

  it('wants to know from which address', () => {
    expect(refusal({ SMTP_URL }).message).toContain('MAIL_FROM is missing');
  });

  it.each([
    ['SMTP_URL', 'mail.example.org'],
    ['SMTP_URL', 'https://mail.example.org'],
    ['MAIL_FROM', 'Oak School'],
    ['MAIL_FROM', 'a@example.org, b@example.org'],
    ['MAIL_FROM', 'Oak\nBcc: x <a@example.org>'],
  ])('does not take %s=%s', (name, value) => {
    expect(refusal({ SMTP_URL, MAIL_FROM: 'a@example.org', [name]: value }).message).toContain(name);
  });

  it('[AUT-6] asks administrators for a second factor in production, and elsewhere where it is told to', () => {
    const production = { ...urls, NODE_ENV: 'production', TUTTI_SECRET: secret };
    const policy = (variables: NodeJS.ProcessEnv) =>
      readConfig({ DATA_DIR: dataDir, ...variables }).adminTotp;
    expect(policy(production)).toBe('required');
    expect(policy({})).toBe('optional');
    expect(policy({ NODE_ENV: 'test' })).toBe('optional');
    expect(policy({ ...production, ADMIN_TOTP: 'optional' })).toBe('optional');
    expect(policy({ ADMIN_TOTP: 'required' })).toBe('required');
    expect(refusal({ ADMIN_TOTP: 'sometimes' }).message).toContain('ADMIN_TOTP');
  });

  it('takes a provider to sign in at, and says what is missing of one', () => {
    const provider = { OIDC_ISSUER: 'https://login.school.example', OIDC_CLIENT_ID: 'tutti' };
    expect(readConfig({ DATA_DIR: dataDir }).oidc).toEqual([]);
    expect(readConfig({ DATA_DIR: dataDir, ...provider }).oidc).toEqual([
      {
        id: 'school',
        name: 'login.school.example',
        issuer: 'https://login.school.example',
        clientId: 'tutti',
        clientSecret: null,
      },
    ]);
    expect(refusal({ OIDC_ISSUER: provider.OIDC_ISSUER }).message).toContain('OIDC_CLIENT_ID');
    expect(refusal({ OIDC_CLIENT_ID: 'tutti' }).message).toContain('OIDC_ISSUER');
  });

  it('[AUT-6] takes a provider without HTTPS on this very machine only, and never in production', () => {
    const at = (OIDC_ISSUER: string, more: NodeJS.ProcessEnv = {}) => ({
      OIDC_ISSUER,
      OIDC_CLIENT_ID: 'tutti',
      ...more,
    });
    expect(readConfig({ DATA_DIR: dataDir, ...at('http://127.0.0.1:9000') }).oidc).toHaveLength(1);
    expect(refusal(at('http://login.school.example')).code).toBe('config/insecure-oidc');
    expect(refusal(at('http://127.0.0.1.evil.example')).code).toBe('config/insecure-oidc');
    const production = { ...urls, NODE_ENV: 'production', TUTTI_SECRET: secret };
    expect(refusal(at('http://127.0.0.1:9000', production)).code).toBe('config/insecure-oidc');
  });
});
