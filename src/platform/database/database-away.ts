/** No such place, nobody there, cut off; and SQLSTATE for broken connections and a server that shuts down, or whose disk, memory or places are full. */
const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08[^P]..|57P0[1-3]|53[123]00)$/;
/** What the driver says in words alone. */
const words =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error/;

/** Whether the database itself is out of reach or cannot work: then the same request may well succeed a little later. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 3) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && codes.test(code)) return true;
  return words.test(error.message) || isDatabaseAway(error.cause, depth + 1);
}
