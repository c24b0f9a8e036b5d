import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Authenticate } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Announcing } from '../../platform/redis/announcements.ts';
import type { DataRequestService } from '../compliance/data-request.service.ts';
import type { ExportService } from '../compliance/export.service.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { createAgreementsService } from './agreements.service.ts';
import { createAskLimit, createChildSignUpService } from './child-sign-up.service.ts';
import { consentRoutes } from './consent.routes.ts';
import { type ConsentService, createConsentService } from './consent.service.ts';
import { createConsentAnswerService, type JoinClass } from './consent-answer.service.ts';
import { type ConsentChanges, createConsentChanges } from './consent-changes.ts';
import { familyRoutes } from './family.routes.ts';
import { createFamilyService, type FamilyService } from './family.service.ts';
import type { ErasePerson } from './family.types.ts';
import { createFamilyDataService } from './family-data.service.ts';
import { createFamilyNights, type FamilyNights } from './family-nights.service.ts';
import { createFamilyRightsService } from './family-rights.service.ts';
import { createFormsService } from './forms.service.ts';
import { createGrownUpService } from './grown-up.service.ts';
import { schoolRoutes } from './school.routes.ts';
import { createSecondGuardianService } from './second-guardian.service.ts';
import { createWaitingChildService } from './waiting-child.service.ts';

export interface FamilyModule {
  routes: Route[];
  /** Asks grown-ups; for whoever makes accounts of children. */
  consent: ConsentService;
  family: FamilyService;
  nights: FamilyNights;
  changes: ConsentChanges;
}

interface Dependencies {
  config: { publicUrl: string | undefined };
  db: Database;
  limits: Limits;
  announcing: Announcing;
  envelope: Envelope;
  mail: MailService;
  passwords: Passwords;
  authenticate: Authenticate;
  jobs: Pick<Jobs, 'every'>;
  exports: ExportService;
  requests: DataRequestService;
  proveOneself: ProveOneself;
  erase: ErasePerson;
  joinClass: JoinClass;
  /** Ends what is open for somebody's sign-ins. */
  signedOut(userId: string): void;
  /** Where the server is reached, when nobody's request tells it. */
  ownUrl: () => string;
  now?: () => Date;
}

export function createFamilyModule(around: Dependencies): FamilyModule {
  const {
    config,
    db,
    limits,
    announcing,
    envelope,
    mail,
    passwords,
    authenticate,
    erase,
    joinClass,
    signedOut,
  } = around;
  const now = around.now ?? (() => new Date());
  const base = ({ baseUrl }: { baseUrl: string }): string => config.publicUrl ?? baseUrl;

  const consent = createConsentService({ envelope, mail });
  const changes = createConsentChanges({ db, mail, announcing, signedOut });
  const askLimit = createAskLimit(limits);
  const grownUps = createGrownUpService({ db, limits, passwords, authenticate, now });
  const answers = createConsentAnswerService({ db, mail, consent, grownUps, changes, erase, joinClass });
  const family = createFamilyService({ db, changes, now });
  const data = createFamilyDataService({ db, family });
  const forms = createFormsService({ db, envelope, mail, grownUps, answers, family, changes });
  const second = createSecondGuardianService({ db, mail, grownUps, family, changes });
  const { exports, requests, proveOneself } = around;
  const rights = createFamilyRightsService({
    db,
    mail,
    family,
    changes,
    exports,
    requests,
    erase,
    proveOneself,
  });
  const agreements = createAgreementsService({ db, changes });
  const signUps = createChildSignUpService({ db, passwords, consent, askLimit, now });
  const waiting = createWaitingChildService({ db, limits, consent, askLimit, erase, signedOut });
  const baseUrl = () => config.publicUrl ?? around.ownUrl();
  const nights = createFamilyNights({ db, mail, consent, changes, erase, baseUrl });

  around.jobs.every('family-consents', '20 2 * * *', () => nights.run(now()));

  return {
    routes: [
      ...consentRoutes({ signUps, waiting, answers, forms, second, base }),
      ...familyRoutes({ family, data, forms, second, rights, base }),
      ...schoolRoutes({ agreements, forms, base }),
    ],
    consent,
    family,
    nights,
    changes,
  };
}
