import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../wire/common.ts';
import { type ConsentScope, consentScope } from '../../wire/consent.ts';
import type { MailService } from '../notify/mail.service.ts';

export interface GuardianRow {
  id: string;
  email: string | null;
  locale: Locale;
  orgId: string;
  child: string;
}

/** The grown-ups who answer for a child now. */
export const guardiansOf = (em: EntityManager, childId: string): Promise<GuardianRow[]> =>
  em.execute<GuardianRow[]>(
    `SELECT g.id, g.email, gp.preferred_language AS locale, g.org_id AS "orgId", cp.display_name AS child
     FROM guardian_links l JOIN users g ON g.id = l.guardian_id JOIN user_profiles gp ON gp.user_id = g.id JOIN user_profiles cp ON cp.user_id = l.child_id
     WHERE l.child_id = ? AND l.status = 'active' ORDER BY l.created_at, g.id`,
    [childId],
  );

/** The page of a child on which guardians decide. */
export const decisionsOf = (baseUrl: string, childId: string): string =>
  `${baseUrl}/family/${childId}/allowed`;

/** Every guardian learns of every change, whoever made it. */
export async function mailGuardians(
  em: EntityManager,
  mail: MailService,
  childId: string,
  scopes: readonly ConsentScope[],
  baseUrl: string,
): Promise<void> {
  const link = decisionsOf(baseUrl, childId);
  for (const { id, email, locale, orgId, child } of await guardiansOf(em, childId)) {
    if (!email) continue;
    const letter = { orgId, userId: id, about: [childId], to: email, locale };
    if (!scopes.includes('account')) {
      await mail.send(em, { ...letter, template: 'consent-withdrawn', params: { child, link } });
      continue;
    }
    await mail.send(em, {
      ...letter,
      template: 'consent-changed',
      params: {
        child,
        link,
        granted: [...scopes],
        refused: consentScope.options.filter((scope) => !scopes.includes(scope)),
      },
    });
  }
}
