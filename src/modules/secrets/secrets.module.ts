import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Route } from '../../platform/http/route.ts';
import type { FamilyService } from '../family/family.service.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';
import { contactRoutes } from './contact.routes.ts';
import { createContactService } from './contact.service.ts';
import { gameCredentialsRoutes } from './game-credentials.routes.ts';
import { createGameCredentialsService } from './game-credentials.service.ts';

interface Dependencies {
  db: Database;
  envelope: Envelope;
  family: Pick<FamilyService, 'requireChild'>;
  proveOneself: ProveOneself;
}

/** What only its owner reads. */
export const secretsRoutes = ({ db, envelope, family, proveOneself }: Dependencies): Route[] => [
  ...gameCredentialsRoutes(createGameCredentialsService({ db, envelope, family, proveOneself })),
  ...contactRoutes(createContactService({ db, envelope })),
];
