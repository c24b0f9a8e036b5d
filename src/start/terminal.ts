import type { Config } from '../config.ts';
import { linkTo } from '../modules/identity/one-time-link.service.ts';
import { randomToken } from '../platform/crypto/one-time-token.ts';
import { createRolesSql } from '../platform/database/roles.sql.ts';
import { networkAddresses } from '../platform/http/addresses.ts';
import type { Seeded } from './seed.ts';

const shownAfterMs = 300;

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Names the step as soon as it takes a moment, so that nobody looks at a still screen. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => say(`${name} …`), shownAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

export function announce(
  port: number,
  { publicUrl, host, mail }: Config,
  { demoAccounts, setupToken, keptMissions }: Seeded,
): void {
  const local = publicUrl ?? `http://localhost:${port}`;
  const lines = ['', '  Tutti is ready.', '', `  On this computer:            ${local}`];
  if (!publicUrl && isOpenToNetwork(host)) {
    for (const address of networkAddresses())
      lines.push(`  Phones in the same network:  http://${address}:${port}`);
  }
  lines.push(`  Teachers:                    ${local}/teach`);
  if (!mail) lines.push(`  Mail is kept in the outbox:  ${local}/outbox`);
  if (demoAccounts.length > 0) {
    lines.push('', '  Demo accounts (development only):');
    for (const { role, login, password } of demoAccounts)
      lines.push(`    ${role.padEnd(8)} ${login.padEnd(24)} ${password}`);
  }
  if (keptMissions.length > 0)
    lines.push('', `  Edited here, so not replaced by newer starter content: ${keptMissions.join(', ')}`);
  if (setupToken)
    lines.push(
      '',
      '  Nobody administers this installation yet. Open this link once:',
      `    ${linkTo(local, 'setup', setupToken)}`,
    );
  say([...lines, ''].join('\n'));
}

const isOpenToNetwork = (host: string): boolean => !/^(localhost|127\.|::1)/.test(host);

/** What an administrator of the PostgreSQL server runs once, and the settings that go with it. */
export function rolesHelp(): string {
  const passwords = { owner: randomToken(), app: randomToken(), worker: randomToken() };
  return [
    'Run this once on your PostgreSQL server, as its administrator (leave out what exists already):',
    '',
    createRolesSql(passwords),
    '',
    'and start Tutti with these, with the name of your server:',
    '',
    `DATABASE_OWNER_URL=postgres://tutti_owner:${passwords.owner}@localhost:5432/tutti`,
    `DATABASE_URL=postgres://tutti_app:${passwords.app}@localhost:5432/tutti`,
    `DATABASE_JOBS_URL=postgres://tutti_worker:${passwords.worker}@localhost:5432/tutti`,
  ].join('\n');
}
