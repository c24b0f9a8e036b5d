import pg from 'pg';
import type { DatabaseUrls } from '../../config.ts';
import { StartError } from '../start-error.ts';
import { roles } from './roles.sql.ts';

const leastVersion = 15;

interface Login {
  variable: string;
  url: string;
  /** null: any role that owns the database will do. */
  role: string | null;
}

/** Is the PostgreSQL server of somebody's own as Tutti needs it? Throws a `StartError` that says what to mend. */
export async function checkServer(urls: DatabaseUrls): Promise<void> {
  const logins: Login[] = [
    { variable: 'DATABASE_OWNER_URL', url: urls.ownerUrl, role: null },
    { variable: 'DATABASE_URL', url: urls.appUrl, role: roles.app },
    { variable: 'DATABASE_JOBS_URL', url: urls.jobsUrl, role: roles.worker },
  ];
  for (const login of logins) await checkLogin(login);
}

async function checkLogin({ variable, url, role }: Login): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // a connection that breaks fails the query below
  try {
    await client.connect();
    const { rows } = await client.query<{
      version: number;
      name: string;
      passesBy: boolean;
      missing: string[];
    }>(
      `SELECT current_setting('server_version_num')::integer / 10000 AS version, current_user AS name,
         (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS "passesBy",
         ARRAY(SELECT unnest($1::text[]) EXCEPT SELECT rolname FROM pg_roles) AS missing`,
      [[roles.app, roles.worker]],
    );
    const { version, name, passesBy, missing } = rows[0]!;
    if (version < leastVersion) {
      throw new StartError(
        'database/too-old',
        `The PostgreSQL of ${variable} is version ${version}. Tutti needs ${leastVersion} or newer.`,
      );
    }
    if (missing.length > 0) {
      throw new StartError(
        'database/no-roles',
        `The PostgreSQL server has no role ${missing.join(' and no role ')}.`,
        { needsRoles: true },
      );
    }
    if (role && name !== role) {
      throw new StartError(
        'database/wrong-role',
        `${variable} signs in as ${name}, but it has to be ${role}: what a request may see depends on it.`,
        { needsRoles: true },
      );
    }
    if (role && passesBy) {
      throw new StartError(
        'database/wrong-role',
        `The role ${role} passes by row security. Take that away: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`,
      );
    }
  } catch (error) {
    throw error instanceof StartError ? error : explain(error as NodeJS.ErrnoException, variable, url);
  } finally {
    await client.end().catch(() => {});
  }
}

function explain(error: NodeJS.ErrnoException, variable: string, url: string): StartError {
  const { hostname, port, username, pathname } = new URL(url);
  const server = `${hostname || 'localhost'}:${port || 5432}`;
  const options = { cause: error };
  switch (error.code) {
    case '28P01':
    case '28000':
      return new StartError(
        'database/refused',
        `PostgreSQL at ${server} does not let ${username} in (${variable}). Check the password, and that the role exists.`,
        { ...options, needsRoles: true },
      );
    case '3D000':
      return new StartError(
        'database/no-database',
        `PostgreSQL at ${server} has no database ${pathname.slice(1)} (${variable}).`,
        { ...options, needsRoles: true },
      );
    default:
      return new StartError(
        'database/unreachable',
        `PostgreSQL at ${server} (${variable}) does not answer (${error.code ?? error.message}). Is it running, and is the address right?`,
        options,
      );
  }
}
