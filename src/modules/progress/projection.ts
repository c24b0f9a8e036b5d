import type pg from 'pg';
import { learningDays, type Played, rewardsOf, type Studied } from '../../domain/reward/earned.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { EventJob } from '../../platform/jobs/relay.ts';
import { awardBadges } from './badges/awarding.ts';
import { give } from './give.ts';
import { type Earned, lockLearners } from './ledger.ts';
import { fixSession, fixZones } from './played.sql.ts';
import { readSession } from './played.ts';
import { readStudiedIn } from './studied.ts';

export const handler = 'progress';
/** Events after which a session may have earned something. */
export const handledTypes = ['session.ended', 'group.ended'] as const;
/** The event after which anybody of an organization may have earned a badge. */
export const badgesChanged = 'badges.changed';

export const earnedIn = (played: readonly Played[], alone?: Studied): Earned => ({
  rewards: rewardsOf(played, alone),
  days: learningDays(played, alone),
});

/** Turns ended sessions and what learners did alone into XP, streaks and badges. An event that was handled changes nothing more. */
export function createProgressProjection({ jobs }: Pick<Database, 'jobs'>) {
  return {
    handle: ({ eventId }: EventJob): Promise<void> =>
      inTransaction(jobs, async (client) => {
        const { rowCount } = await client.query(
          `INSERT INTO handled_events (event_id, handler) SELECT id, $2 FROM outbox_events WHERE id = $1 ON CONFLICT DO NOTHING`,
          [eventId, handler],
        );
        if (rowCount === 0) return;
        const { rows } = await client.query<{ payload: EventPayload; orgId: string }>(
          'SELECT payload, org_id AS "orgId" FROM outbox_events WHERE id = $1',
          [eventId],
        );
        const { payload, orgId } = rows[0]!;
        if (payload.sessionId !== undefined) await projectSession(client, payload.sessionId);
        else if (payload.missionId !== undefined) await projectMission(client, payload);
        else await awardEverybody(client, orgId);
      }),
  };
}

type EventPayload =
  | { sessionId: string; missionId?: undefined }
  | { sessionId?: undefined; learnerId: string; missionId: string }
  | { sessionId?: undefined; missionId?: undefined };

async function projectMission(
  client: pg.ClientBase,
  { learnerId, missionId }: { learnerId: string; missionId: string },
): Promise<void> {
  // whoever was erased meanwhile has no row to lock
  const { rowCount } = await client.query('SELECT 1 FROM users WHERE id = $1 FOR KEY SHARE', [learnerId]);
  if (rowCount === 0) return;
  await lockLearners(client, [learnerId]);
  const alone = await readStudiedIn(client, learnerId, missionId);
  await give(client, new Map([[learnerId, earnedIn([], alone)]]));
}

async function projectSession(client: pg.ClientBase, sessionId: string): Promise<void> {
  if (!(await fix(client, sessionId))) return;
  const played = await readSession(client, sessionId);
  await lockLearners(client, [...played.keys()]);
  await give(client, new Map([...played].map(([learner, own]) => [learner, earnedIn(own)])));
}

const learnersAtOnce = 500;

/** New badges are for what was done before, too. */
async function awardEverybody(client: pg.ClientBase, orgId: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT s.user_id AS id FROM learner_stats s JOIN users u ON u.id = s.user_id WHERE u.org_id = $1 ORDER BY s.user_id',
    [orgId],
  );
  for (let i = 0; i < rows.length; i += learnersAtOnce) {
    const ids = rows.slice(i, i + learnersAtOnce).map(({ id }) => id);
    await lockLearners(client, ids);
    await awardBadges(client, ids);
  }
}

/** What questions are worth and where learners live is as of now, for good. False: the session was deleted. */
export async function fix(client: pg.ClientBase, sessionId: string): Promise<boolean> {
  const { rowCount } = await client.query(fixSession, [sessionId]);
  await client.query(fixZones, [sessionId]);
  return rowCount === 1;
}
