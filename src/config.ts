import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './platform/start-error.ts';

const environments = ['development', 'test', 'production'] as const;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const count = (least: number, most: number) => {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(rule).int(rule).min(least, rule).max(most, rule);
};
const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'must be an address like postgres://user:password@host:5432/tutti',
  })
  .optional();
const redisUrl = z
  .url({ protocol: /^rediss?$/, error: 'must be an address like redis://user:password@host:6379' })
  .optional();
const secret = z
  .string()
  .min(32, 'must have at least 32 characters; `openssl rand -base64 48` makes a good one')
  .optional();
const origin = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://tutti.example.org' })
  .transform((text) => new URL(text).origin);
const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** `false`, `true`, a number of proxies, or addresses, as Express takes it. */
const trustProxy = z.string().transform((text): boolean | number | string[] => {
  if (/^(false|no|0|)$/i.test(text)) return false;
  if (/^(true|yes)$/i.test(text)) return true;
  return /^\d+$/.test(text) ? Number(text) : text.split(/[\s,]+/);
});

/** `tutti@example.org` or `Tutti <tutti@example.org>` */
const mailFrom = z.string().transform((text, context): Sender => {
  const { name = '', address } =
    /^(?:(?<name>[^<>\p{Cc}]*?)\s*<)?(?<address>[^\s<>]+)>?$/u.exec(text.trim())?.groups ?? {};
  const parsed = z.email().safeParse(address);
  if (parsed.success) return { name, address: parsed.data };
  context.addIssue('must be an address like tutti@example.org, or Tutti <tutti@example.org>');
  return z.NEVER;
});

const shareRule = 'must be a share from 0 to 1, as 0.1';
const share = z.coerce.number(shareRule).min(0, shareRule).max(1, shareRule);

/** `name=value,other=value`, values percent-encoded, as OpenTelemetry has it. */
const otlpHeaders = z.string().transform((text, context): Record<string, string> => {
  try {
    return Object.fromEntries(
      text.split(',').map((pair) => {
        const { name, value } = /^\s*(?<name>[\w-]+)\s*=\s*(?<value>.+?)\s*$/.exec(pair)!.groups!;
        return [name!, decodeURIComponent(value!)];
      }),
    );
  } catch {
    context.addIssue('must be pairs like authorization=Basic%20abc, separated by commas');
    return z.NEVER;
  }
});

const environment = z.object({
  NODE_ENV: z.enum(environments, `must be one of ${environments.join(', ')}`).default('development'),
  HOST: z.string().default('0.0.0.0'),
  PORT: count(0, 65_535).default(2567),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
  TRUST_PROXY: trustProxy.default(false),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((folder) => resolve(folder)),
  DATABASE_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl,
  DATABASE_JOBS_URL: postgresUrl,
  REDIS_URL: redisUrl,
  NODE_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be a short name of small letters, digits and hyphens')
    .optional(),
  TUTTI_SECRET: secret,
  TUTTI_SECRET_PREVIOUS: secret,
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address like http://localhost:4318' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: otlpHeaders.default({}),
  OTEL_SERVICE_NAME: z.string().trim().max(100).default('tutti'),
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  REQUESTS_PER_MINUTE: count(10, 1_000_000).default(6_000),
  MESSAGES_PER_SECOND: count(5, 1_000_000).default(20),
  DATABASE_POOL_SIZE: count(2, 200).default(10),
  MEDIA_QUOTA_MB: count(1, 10_000_000).default(5_000),
  BACKUP_BEFORE_MIGRATION: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'must be an address like smtps://user:password@mail.example.org:465',
    })
    .optional(),
  MAIL_FROM: mailFrom.optional(),
  ADMIN_TOTP: z.enum(['required', 'optional'], 'must be required or optional').optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://login.school.example' })
    .optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  OIDC_NAME: z.string().trim().max(60).optional(),
});

export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
  jobsUrl: string;
}

export interface Sender {
  name: string;
  address: string;
}

export interface MailConfig {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  smtpUrl: string;
  from: Sender;
}

/** A provider (OpenID Connect) at which people of the organization sign in. */
export interface OidcProvider {
  id: string;
  /** As the button says it. */
  name: string;
  issuer: string;
  clientId: string;
  /** null: a public client. */
  clientSecret: string | null;
}

/** Where traces go, as OTLP over HTTP. */
export interface TracesConfig {
  /** Without `/v1/traces`. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  /** Of all requests, from 0 to 1. */
  ratio: number;
}

export interface Config {
  environment: (typeof environments)[number];
  host: string;
  port: number;
  /** Where people reach us from outside, when that is known; decides between plain HTTP and HTTPS. */
  publicUrl: string | undefined;
  https: boolean;
  /** Other sites that may call us; our own host always may. */
  allowedOrigins: string[];
  trustProxy: boolean | number | string[];
  dataDir: string;
  /** null: the embedded PostgreSQL. */
  database: DatabaseUrls | null;
  databasePoolSize: number;
  /** Of the pictures and recordings of one organization. */
  mediaQuotaBytes: number;
  backupBeforeMigration: boolean;
  /** What several processes have in common; undefined: this one is alone. */
  redisUrl: string | undefined;
  /** This process among several: its rooms are reached below `/nodes/<name>` of the public address. */
  nodeName: string | undefined;
  /** null: nothing leaves, messages are kept for the outbox page. */
  mail: MailConfig | null;
  /** Whether administrators may do their work without a second factor. */
  adminTotp: 'required' | 'optional';
  oidc: OidcProvider[];
  secret: string;
  previousSecret: string | undefined;
  metricsToken: string | undefined;
  /** null: nothing is traced. */
  traces: TracesConfig | null;
  /** bcrypt's: 2^12 rounds are a quarter of a second, which tests cannot wait for. */
  passwordCost: number;
  logLevel: (typeof logLevels)[number];
  limits: {
    /** Per client address, over everything; a school often has one address. */
    requestsPerMinute: number;
    /** Of one connection, to a room or to push. */
    messagesPerSecond: number;
    jsonBytes: number;
    roomMessageBytes: number;
    pushMessageBytes: number;
  };
}

/** Reads the environment once. Throws a `StartError` whose message names every variable that has to be mended. */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const parsed = environment.safeParse(given);
  if (!parsed.success) throw new StartError('config/invalid', parsed.error.issues.map(sentence).join('\n'));
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';

  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    https: values.PUBLIC_URL?.startsWith('https:') ?? false,
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustProxy: values.TRUST_PROXY,
    dataDir: values.DATA_DIR,
    database: databaseUrls(values, production),
    databasePoolSize: values.DATABASE_POOL_SIZE,
    mediaQuotaBytes: values.MEDIA_QUOTA_MB * 1024 * 1024,
    backupBeforeMigration: values.BACKUP_BEFORE_MIGRATION === 'on',
    redisUrl: values.REDIS_URL,
    nodeName: nodeName(values),
    mail: mailConfig(values),
    adminTotp: values.ADMIN_TOTP ?? (production ? 'required' : 'optional'),
    oidc: oidcProviders(values, production),
    secret: values.TUTTI_SECRET ?? (production ? missingSecret() : developmentSecret(values.DATA_DIR)),
    previousSecret: values.TUTTI_SECRET_PREVIOUS,
    metricsToken: values.METRICS_TOKEN,
    traces: tracesConfig(values),
    passwordCost: values.NODE_ENV === 'test' ? 4 : 12,
    logLevel: values.LOG_LEVEL,
    limits: {
      requestsPerMinute: values.REQUESTS_PER_MINUTE,
      messagesPerSecond: values.MESSAGES_PER_SECOND,
      jsonBytes: 256 * 1024,
      roomMessageBytes: 16 * 1024,
      pushMessageBytes: 64 * 1024,
    },
  };
}

const sentence = ({ path, message }: z.core.$ZodIssue): string => `${String(path[0])} ${message}.`;

function nodeName(values: z.infer<typeof environment>): string | undefined {
  const missing = (['REDIS_URL', 'PUBLIC_URL', 'TUTTI_SECRET'] as const).filter((name) => !values[name]);
  if (!values.NODE_NAME || missing.length === 0) return values.NODE_NAME;
  throw new StartError(
    'config/incomplete-node',
    `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing. NODE_NAME makes this process one of several that serve one public address, with one secret and one Redis.`,
  );
}

function databaseUrls(values: z.infer<typeof environment>, production: boolean): DatabaseUrls | null {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl, DATABASE_JOBS_URL: jobsUrl } = values;
  if (ownerUrl && appUrl && jobsUrl) return { ownerUrl, appUrl, jobsUrl };
  if (!ownerUrl && !appUrl && !jobsUrl) {
    if (!production) return null;
    throw new StartError(
      'config/missing-database',
      'DATABASE_URL is missing. In production Tutti works with a PostgreSQL server of yours: set DATABASE_URL, DATABASE_OWNER_URL and DATABASE_JOBS_URL.',
    );
  }
  const missing = Object.entries({
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_JOBS_URL: jobsUrl,
  })
    .filter(([, url]) => !url)
    .map(([name]) => name);
  throw new StartError(
    'config/missing-database',
    `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing. Tutti works with three roles on the same database: the owner migrates, tutti_app serves requests, tutti_worker runs sessions and jobs.`,
    { needsRoles: true },
  );
}

function mailConfig({ SMTP_URL: smtpUrl, MAIL_FROM: from }: z.infer<typeof environment>): MailConfig | null {
  if (!smtpUrl) return null;
  if (from) return { smtpUrl, from };
  throw new StartError(
    'config/missing-sender',
    'MAIL_FROM is missing. With SMTP_URL messages leave this server: say which address they come from, as Tutti <tutti@example.org>.',
  );
}

function tracesConfig(values: z.infer<typeof environment>): TracesConfig | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = values;
  if (!endpoint) return null;
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: values.OTEL_EXPORTER_OTLP_HEADERS,
    serviceName,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
  };
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function oidcProviders(values: z.infer<typeof environment>, production: boolean): OidcProvider[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET, OIDC_NAME } = values;
  if (!issuer && !clientId) return [];
  if (!issuer || !clientId)
    throw new StartError(
      'config/incomplete-oidc',
      `${issuer ? 'OIDC_CLIENT_ID' : 'OIDC_ISSUER'} is missing. To sign in at a provider, Tutti has to know its address and how it knows Tutti.`,
    );
  const { protocol, hostname, host } = new URL(issuer);
  if (protocol === 'http:' && (production || !loopback.test(hostname)))
    throw new StartError('config/insecure-oidc', 'OIDC_ISSUER must begin with https://.');
  return [
    { id: 'school', name: OIDC_NAME ?? host, issuer, clientId, clientSecret: OIDC_CLIENT_SECRET ?? null },
  ];
}

function missingSecret(): never {
  throw new StartError(
    'config/missing-secret',
    'TUTTI_SECRET is missing. It signs every token; make one with `openssl rand -base64 48` and keep it.',
  );
}

/** In development the secret is made once, so that people stay signed in over restarts. */
function developmentSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= 32) return kept;
    throw new StartError(
      'config/damaged-secret',
      `${file} is damaged. Delete it; everybody then signs in again.`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  const made = randomBytes(48).toString('base64url');
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}
