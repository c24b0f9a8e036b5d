import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import type { Announcing } from '../../platform/redis/announcements.ts';
import type { ConsentScope } from '../../wire/consent.ts';
import { endAllFamilies } from '../identity/refresh.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { readScopes } from './consent.service.ts';
import { type ConsentChanged, consentChanged } from './family.types.ts';
import { mailGuardians } from './guardian-mail.ts';

export interface ConsentChanges {
  /** Who holds something open for a child (rooms, sockets), in whichever process, hears what is allowed from now on. Gives the function that stops it. */
  onChange(listener: (change: ConsentChanged) => void): () => void;
  /**
   * In the transaction that changed consents, guardians or switches: a child whose account is taken back is signed out,
   * and every guardian gets a mail unless `quiet`.
   */
  follow(em: EntityManager, childId: string, how: { baseUrl: string; quiet?: boolean }): Promise<void>;
  /** After its commit: every process hears it at once, and sees it in the database in any case. */
  tell(childId: string): Promise<void>;
}

interface Dependencies {
  db: Database;
  mail: MailService;
  announcing: Announcing;
  /** Ends what is held open for somebody's sign-ins. */
  signedOut(userId: string): void;
}

const readMinor = 'SELECT is_minor AS "isMinor" FROM users WHERE id = ?';

export function createConsentChanges({ db, mail, announcing, signedOut }: Dependencies): ConsentChanges {
  const { announce, onAnnounced } = announcing('consent-changed', consentChanged);

  const standing = async (em: EntityManager, childId: string) => {
    const [child] = await em.execute<{ isMinor: boolean }[]>(readMinor, [childId]);
    const scopes: ConsentScope[] = child ? await readScopes(em, childId) : [];
    const isFree = child !== undefined && !child.isMinor;
    return { isFree, scopes, mayKeepAccount: isFree || scopes.includes('account') };
  };

  return {
    onChange: onAnnounced,
    async follow(em, childId, { baseUrl, quiet = false }) {
      const { scopes, mayKeepAccount } = await standing(em, childId);
      if (!mayKeepAccount) await endAllFamilies(em, childId, 'consent_revoked');
      if (!quiet) await mailGuardians(em, mail, childId, scopes, baseUrl);
    },
    async tell(childId) {
      const { isFree, scopes, mayKeepAccount } = await db.asWorker((em) => standing(em, childId));
      if (!mayKeepAccount) signedOut(childId);
      announce({ childId, scopes: isFree ? null : scopes });
    },
  };
}
