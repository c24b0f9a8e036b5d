import type { EntityManager } from '@mikro-orm/postgresql';
import { recordWords } from './consent.service.ts';
import { makeGuardian } from './grown-up.service.ts';
import { currentNotice } from './notice.ts';

/** Development only: the demo guardian has agreed that the demo child keeps an account and plays. What was decided since stays. */
export async function consentOfDemoFamily(
  em: EntityManager,
  { orgId, guardianId, childId }: { orgId: string; guardianId: string; childId: string },
): Promise<void> {
  const [known] = await em.execute<object[]>(
    'SELECT 1 AS known FROM guardian_links WHERE guardian_id = ? AND child_id = ?',
    [guardianId, childId],
  );
  if (known) return;
  const { version } = await currentNotice(em, orgId, 'en');
  await makeGuardian(em, {
    orgId,
    childId,
    guardianId,
    relationship: 'parent',
    contact: null,
    chat: false,
    ai: false,
  });
  await recordWords(em, {
    orgId,
    childId,
    decider: 'guardian',
    guardianId,
    method: 'email_plus',
    noticeVersion: version,
    actorId: guardianId,
    words: {
      account: 'granted',
      live_rooms: 'granted',
      messaging: 'refused',
      ai_processing: 'refused',
      third_party_disclosure: 'refused',
      analytics: 'refused',
    },
  });
}
