import type { KeyRing } from '../../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../../platform/crypto/signed-token.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { WeeklyLetters } from '../../../wire/week.ts';
import type { MailService } from '../../notify/mail.service.ts';

interface Dependencies {
  db: Database;
  ring: KeyRing;
  mail: Pick<MailService, 'leaves'>;
}

/** As long as somebody may find an old letter and want no more of them. */
const lifetimeSeconds = 90 * 86_400;

/** [WKL-5] Whether a guardian wants letters about the week: said on the page, or by the link of a letter without signing in. */
export function createWeeklyLetters({ db, ring, mail }: Dependencies) {
  const stops = createTokenSigner<{ sub: string }>(ring, {
    type: 'mail-stop',
    audience: 'weekly-report',
    lifetimeSeconds,
  });
  const save = (userId: string, on: boolean): Promise<unknown> =>
    db.asWorker((em) => em.execute(saveSql, [on ? 'weekly' : 'off', userId]));

  return {
    async read(caller: Caller): Promise<WeeklyLetters> {
      const [row] = await db.asCaller(caller, (em) =>
        em.execute<Omit<WeeklyLetters, 'leaves'>[]>(readSql, [caller.userId]),
      );
      return { ...row!, leaves: mail.leaves };
    },

    async set(caller: Caller, on: boolean): Promise<WeeklyLetters> {
      await save(caller.userId, on);
      return this.read(caller);
    },

    /** What a link in a letter to this guardian bears. It stops the letters, and opens nothing. */
    stopToken: (userId: string): string => stops.sign({ sub: userId }),

    /** However often. Refuses `auth/link-invalid`. */
    async stop(token: string): Promise<void> {
      const verified = stops.verify(token);
      if (!verified.ok) throw new AppError('auth/link-invalid', 'This link is not whole, or too old.');
      await save(verified.claims.sub, false);
    },
  };
}
export type WeeklyLettersService = ReturnType<typeof createWeeklyLetters>;

const readSql = `
SELECT u.email, u.email IS NOT NULL AND coalesce((SELECT n.frequency FROM notification_preferences n
  WHERE n.user_id = u.id AND n.category = 'weekly_report' AND n.channel = 'email'), 'weekly') <> 'off' AS "on"
FROM users u WHERE u.id = ?`;
/** Nothing of whoever is gone. */
const saveSql = `
INSERT INTO notification_preferences (user_id, category, channel, frequency) SELECT id, 'weekly_report', 'email', ? FROM users WHERE id = ?
ON CONFLICT (user_id, category, channel) DO UPDATE SET frequency = EXCLUDED.frequency`;
