/** Why the server does not start: a code and one or more sentences for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: string;
  /** The PostgreSQL server lacks roles: the SQL that makes them helps. */
  readonly needsRoles: boolean;

  constructor(
    code: string,
    message: string,
    { needsRoles = false, ...options }: ErrorOptions & { needsRoles?: boolean } = {},
  ) {
    super(message, options);
    this.code = code;
    this.needsRoles = needsRoles;
  }
}
