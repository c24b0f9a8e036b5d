/**
 * `npm run user:reset -- anna@example.org`, or a username, prints a link with which this person sets a new password, once, within an
 * hour. It works beside a running server, and without one.
 */
import { linkTo } from '../src/modules/identity/one-time-link.service.ts';
import { createResetToken } from '../src/modules/identity/password-reset.service.ts';
import { StartError } from '../src/platform/start-error.ts';
import { describeFailure } from '../src/start/failure.ts';
import { withDatabase } from './lib/with-database.ts';

try {
  const [login, ...more] = process.argv.slice(2);
  if (!login?.trim() || more.length > 0) {
    throw new StartError('reset/no-email', 'Say whose password: npm run user:reset -- anna@example.org');
  }
  process.stdout.write(`${await resetLink(login)}\n`);
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'No link was made')}\n`);
  process.exitCode = 1;
}

async function resetLink(login: string): Promise<string> {
  return withDatabase(async (db, { publicUrl, port }) => {
    const token = await db.asWorker((em) => createResetToken(em, login));
    if (!token)
      throw new StartError(
        'reset/no-account',
        `There is no active account with the email or username ${login}.`,
      );
    return `Open this link within an hour to set a new password:\n${linkTo(publicUrl ?? `http://localhost:${port}`, 'reset', token)}`;
  });
}
