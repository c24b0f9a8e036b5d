import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { type BirthAnswer, birthAnswer, birthBody } from '../../wire/family.ts';
import { checkAge } from './age.service.ts';

interface BirthRoutesOptions {
  db: Database;
  now: () => Date;
}

/** [CON-1] The neutral question comes first, so that no more than needed is asked afterwards. */
export function birthRoutes({ db, now }: BirthRoutesOptions): Route[] {
  return [
    route({
      method: 'post',
      path: '/auth/sign-up/birth',
      summary: 'Does somebody born then decide alone? Nothing is kept',
      tag: 'Accounts',
      auth: 'anyone',
      limit: { times: 30, seconds: 60 },
      body: birthBody,
      response: birthAnswer,
      handler: async ({ body: { birth, organization } }) => {
        const { age, isMinor, tooYoung, tooOld } = await db.asWorker(async (em) => {
          const [org] = await em.execute<{ id: string }[]>(
            'SELECT id FROM organizations o WHERE o.slug = COALESCE(?, o.slug) ORDER BY o.created_at, o.id LIMIT 1',
            [organization ?? null],
          );
          if (!org) throw new AppError('request/not-found', 'There is no such organization.');
          return checkAge(em, { orgId: org.id, birth, now: now() });
        });
        if (age < 0 || age > 120) {
          throw new AppError('request/invalid', 'Nobody has this birthday.', {
            errors: [{ path: 'birth.year', message: 'lies in the future or too far back' }],
          });
        }
        if (tooYoung || tooOld) throw new AppError('sign-up/age-not-allowed', 'Not at this age.');
        const next: BirthAnswer['next'] = isMinor ? 'ask-guardian' : 'own-account';
        return { next };
      },
    }),
  ];
}
