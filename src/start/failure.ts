import { StartError } from '../platform/start-error.ts';
import { rolesHelp } from './terminal.ts';

/** What the person at the terminal reads instead of a stack trace. */
export function describeFailure(error: unknown, what = 'Tutti does not start'): string {
  if (error instanceof StartError) {
    const help = error.needsRoles ? `\n\n${rolesHelp()}` : '';
    return `${what} (${error.code}).\n${error.message}${help}`;
  }
  return `${what} (server/unexpected).\n${error instanceof Error ? error.message : String(error)}`;
}
