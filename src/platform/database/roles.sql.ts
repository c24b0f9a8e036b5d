/** The three roles that Tutti works with. None is a superuser, none passes by row security, none is a member of another. */
export const roles = {
  /** Owns the database and migrates it. */
  owner: 'tutti_owner',
  /** Serves requests; row policies show it only what the caller may see. */
  app: 'tutti_app',
  /** Serves rooms, sign-in and jobs; row policies of its own give it access. */
  worker: 'tutti_worker',
} as const;

export type RoleKey = keyof typeof roles;
export type RolePasswords = Record<RoleKey, string>;

export const databaseName = 'tutti';

/**
 * What an administrator of a PostgreSQL server has to run once, one statement a line.
 * Leave out the database with `database: null` where it stands already.
 */
export function createRolesSql(
  passwords: RolePasswords,
  { missing = Object.keys(roles) as RoleKey[], database = databaseName as string | null } = {},
): string {
  const createRoles = missing.map(
    (key) =>
      `CREATE ROLE ${roles[key]} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD ${literal(passwords[key])};`,
  );
  const createDatabase = database
    ? [`CREATE DATABASE ${identifier(database)} OWNER ${roles.owner} ENCODING 'UTF8' TEMPLATE template0;`]
    : [];
  return [...createRoles, ...createDatabase].join('\n');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
