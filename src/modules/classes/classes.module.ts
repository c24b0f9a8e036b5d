import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Route } from '../../platform/http/route.ts';
import type { ConsentService } from '../family/consent.service.ts';
import type { SignInConfig } from '../identity/account.service.ts';
import type { SignInService } from '../identity/sign-in.service.ts';
import { createCardService } from './card.service.ts';
import { classRoutes } from './class.routes.ts';
import { createClassService } from './class.service.ts';
import { createMembershipService } from './membership.service.ts';
import { createRosterService } from './roster.service.ts';
import { createSchoolYearService } from './school-year.service.ts';

interface Dependencies {
  config: SignInConfig & { publicUrl: string | undefined };
  db: Database;
  envelope: Envelope;
  passwords: Passwords;
  consent: ConsentService;
  signIn: SignInService;
  signedOut(userId: string): void;
  now?: () => Date;
}

export function createClassesModule(around: Dependencies): { routes: Route[] } {
  const { config, db, envelope, passwords, consent, signIn, signedOut, now = () => new Date() } = around;
  return {
    routes: classRoutes({
      config,
      classes: createClassService(db),
      members: createMembershipService(db),
      rosters: createRosterService({ db, envelope, consent, now }),
      cards: createCardService({ db, passwords, signIn, signedOut }),
      years: createSchoolYearService(db),
      base: ({ baseUrl }) => config.publicUrl ?? baseUrl,
    }),
  };
}
