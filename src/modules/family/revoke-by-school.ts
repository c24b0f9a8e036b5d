import type { EntityManager } from '@mikro-orm/postgresql';
import { recordWords } from './consent.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import { currentNotice } from './notice.ts';

/** The school takes back its word for one child. */
export async function revokeBySchool(
  em: EntityManager,
  changes: ConsentChanges,
  ended: { childId: string; orgId: string; agreementId: string; actorId: string | null; baseUrl: string },
): Promise<void> {
  const { childId, orgId, agreementId, actorId } = ended;
  const { version } = await currentNotice(em, orgId, 'en');
  await recordWords(em, {
    orgId,
    childId,
    decider: 'school',
    method: 'school',
    noticeVersion: version,
    agreementId,
    actorId,
    words: { account: 'revoked', live_rooms: 'revoked' },
  });
  await changes.follow(em, childId, ended);
}
