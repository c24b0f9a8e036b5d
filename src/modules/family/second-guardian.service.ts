import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { GuardianAccepted, GuardianInvitationView } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import {
  findGoodLink,
  insertLink,
  type LinkRow,
  linkTo,
  useLink,
} from '../identity/one-time-link.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import { type FamilyService, lockGuardianship } from './family.service.ts';
import {
  accountWith,
  type GrownUpEntry,
  type GrownUpService,
  isUnfinished,
  makeGuardian,
} from './grown-up.service.ts';
import { guardiansOf } from './guardian-mail.ts';

const days = 14;
const mostGuardians = 4;

interface Dependencies {
  db: Database;
  mail: MailService;
  grownUps: GrownUpService;
  family: FamilyService;
  changes: ConsentChanges;
}

interface Invited {
  link: LinkRow & { userId: string; orgId: string; email: string };
  child: string;
  organization: string;
  inviter: string;
}

export type SecondGuardianService = ReturnType<typeof createSecondGuardianService>;

/** Another grown-up answers for the same child; whose word counts together with the first one's, the stricter of both. */
export function createSecondGuardianService({ db, mail, grownUps, family, changes }: Dependencies) {
  return {
    /** The same for every address, whether it is known here or not. */
    async invite(
      caller: SignedInCaller,
      childId: string,
      { email, locale }: { email: string; locale: Locale },
      baseUrl: string,
    ): Promise<void> {
      const child = await family.requireChild(caller, childId);
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        const known = await guardiansOf(em, childId);
        if (known.length >= mostGuardians)
          throw new AppError('request/invalid', `A child has at most ${mostGuardians} guardians here.`);
        if (known.some((one) => one.email === email)) return;
        // the newest invitation to an address is the one that counts
        await em.execute(
          `UPDATE auth_tokens SET used_at = now() WHERE user_id = ? AND purpose = 'guardian_invite' AND email = ? AND used_at IS NULL`,
          [childId, email],
        );
        const token = randomToken();
        await insertLink(em, {
          purpose: 'guardian_invite',
          token,
          userId: childId,
          orgId: child.orgId,
          createdBy: caller.userId,
          email,
          lifetimeMs: days * 86_400_000,
        });
        const [inviter] = await em.execute<{ name: string }[]>(
          'SELECT display_name AS name FROM user_profiles WHERE user_id = ?',
          [caller.userId],
        );
        await mail.send(em, {
          orgId: child.orgId,
          userId: childId,
          about: [childId],
          to: email,
          locale,
          template: 'guardian-invite',
          params: {
            child: child.name,
            inviter: inviter!.name,
            organization: child.organization,
            link: linkTo(baseUrl, 'guardian', token),
            days,
          },
        });
        await audit(em, {
          orgId: child.orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'guardian.invited',
          entity: 'user',
          entityId: childId,
        });
      });
    },

    view: (token: string): Promise<GuardianInvitationView> =>
      db.asWorker(async (em) => {
        const { link, child, organization, inviter } = await invitationBehind(em, token);
        const known = await accountWith(em, link.orgId, link.email);
        const hasAccount = known !== undefined && !isUnfinished(known);
        return { child, organization, inviter, contact: link.email, hasAccount };
      }),

    async accept(
      token: string,
      entry: GrownUpEntry,
      bearerToken: string | undefined,
      where: { baseUrl: string },
    ): Promise<GuardianAccepted> {
      const { link } = await db.asWorker((em) => invitationBehind(em, token));
      const { orgId, userId: childId, email: contact } = link;
      const grownUp = await grownUps.identify(
        { orgId, childId, contact, linkId: link.id },
        entry,
        bearerToken,
      );
      const login = await db.asWorker(async (em) => {
        const { link } = await invitationBehind(em, token);
        const isFirst = await useLink(em, link);
        if (!isFirst) throw badLink();
        const guardianId = await grownUp.take(em);
        await makeGuardian(em, {
          orgId,
          childId,
          guardianId,
          relationship: entry.relationship,
          contact,
          ...(await controlsNow(em, childId)),
        });
        await changes.follow(em, childId, where);
        const [row] = await em.execute<{ login: string }[]>(
          'SELECT COALESCE(email, username) AS login FROM users WHERE id = ?',
          [guardianId],
        );
        return row!.login;
      });
      await changes.tell(childId);
      return { childId, login };
    },
  };
}

/** Somebody who just came has not switched anything off: the switches begin as they stand. */
async function controlsNow(em: EntityManager, childId: string): Promise<{ chat: boolean; ai: boolean }> {
  const [row] = await em.execute<{ chat: boolean | null; ai: boolean | null }[]>(
    `SELECT bool_and(c.chat_enabled) AS chat, bool_and(c.ai_enabled) AS ai FROM child_controls c
     JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' WHERE c.child_id = ?`,
    [childId],
  );
  return { chat: row?.chat ?? false, ai: row?.ai ?? false };
}

/** An invitation lasts as long as whoever sent it is a guardian of the child. */
async function invitationBehind(em: EntityManager, token: string): Promise<Invited> {
  const link = await findGoodLink(em, 'guardian_invite', token);
  const [about] = link
    ? await em.execute<{ child: string; organization: string; inviter: string }[]>(
        `SELECT cp.display_name AS child, o.name AS organization, ip.display_name AS inviter
         FROM guardian_links l JOIN users u ON u.id = l.child_id JOIN user_profiles cp ON cp.user_id = l.child_id
           JOIN organizations o ON o.id = u.org_id JOIN user_profiles ip ON ip.user_id = l.guardian_id
         WHERE l.child_id = ? AND l.guardian_id = ? AND l.status = 'active' AND u.is_minor`,
        [link.userId, link.createdBy],
      )
    : [];
  if (!link?.userId || !link.orgId || !link.email || !about) throw badLink();
  return { link: link as Invited['link'], ...about };
}

const badLink = () => new AppError('consent/link-invalid', 'This invitation is used up or too old.');
