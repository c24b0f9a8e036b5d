import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import { learningDays, type Played, rewardsOf, type Studied } from '../../domain/reward/earned.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { EventJob } from '../../platform/jobs/relay.ts';
import { awardBadges } from './badges/awarding.ts';
import { keepChallenges } from './daily/keep-challenges.ts';
import { give } from './give.ts';
import { type Earned, lockLearners } from './ledger.ts';
import { fixSession, fixZones } from './played.sql.ts';
import { readSession } from './played.ts';
import { readStudiedIn, studiedTypes } from './studied.ts';

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
export function createProgressProjection({
  jobs,
  now = () => new Date(),
}: Pick<Database, 'jobs'> & { now?: () => Date }) {
  return {
    async handle({ eventId }: EventJob): Promise<void> {
      const { rows } = await inTransaction(jobs, (client) =>
        client.query<{ payload: EventPayload; orgId: string }>(toldSql, [eventId, handler]),
      );
      const event = rows[0];
      if (!event) return;
      const { payload, orgId } = event;
      if (payload.learnerId !== undefined)
        return inTransaction(jobs, (client) =>
          projectLearner(client, payload.learnerId, { eventId, now: now() }),
        );
      if (payload.sessionId === undefined) await awardEverybody(jobs, orgId);
      await inTransaction(jobs, async (client) => {
        const isNew = (await client.query(handledSql, [[eventId], handler])).rowCount === 1;
        if (isNew && payload.sessionId !== undefined) await projectSession(client, payload.sessionId, now());
      });
    },
  };
}

/** Nothing comes back of what was handled. */
const toldSql = `
SELECT payload, org_id AS "orgId" FROM outbox_events o
WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = $2)`;
const handledSql = `
INSERT INTO handled_events (event_id, handler) SELECT id, $2 FROM outbox_events WHERE id = ANY($1::bigint[]) ON CONFLICT DO NOTHING
RETURNING event_id`;

type EventPayload =
  | { sessionId: string; learnerId?: undefined }
  | { sessionId?: undefined; learnerId: string; missionId: string }
  | { sessionId?: undefined; learnerId?: undefined };

/** All that was told of a learner alone at once: whoever answers quickly, or whose events wait, is looked at once for all of it. */
async function projectLearner(
  client: pg.ClientBase,
  learnerId: string,
  { eventId, now }: { eventId: string; now: Date },
): Promise<void> {
  const isThere = (await lockLearners(client, [learnerId])).length === 1;
  const { rows } = await client.query<{ id: string; missionId: string; since: Day }>(toldOfLearner, [
    learnerId,
    handler,
    studiedTypes,
  ]);
  // of whoever was erased meanwhile nothing is earned
  if (!isThere) return void (await client.query(handledSql, [[eventId], handler]));
  if (rows.length === 0) return;
  await client.query(handledSql, [rows.map(({ id }) => id), handler]);
  const missions = [...new Set(rows.map(({ missionId }) => missionId))];
  const alone = await readStudiedIn(client, learnerId, missions);
  await give(client, new Map([[learnerId, earnedIn([], alone)]]));
  const [since] = rows.map((row) => row.since).sort();
  const days = [...alone.answers, ...alone.lessons, ...alone.missions].map(({ day }) => day);
  await keepChallenges(client, new Map([[learnerId, days.filter((day) => day >= since!)]]), now);
}

/** `since`: no deed of which it tells is of an earlier day. What waits without a connection counts within a week. */
const toldOfLearner = `
SELECT o.id::text, o.payload->>'missionId' AS "missionId", ((o.created_at AT TIME ZONE 'UTC')::date - 9)::text AS since FROM outbox_events o
WHERE o.payload->>'learnerId' = $1::text AND o.event_type = ANY($3::text[])
  AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = $2)`;

async function projectSession(client: pg.ClientBase, sessionId: string, now: Date): Promise<void> {
  if (!(await fix(client, sessionId))) return;
  const played = await readSession(client, sessionId);
  const learners = await lockLearners(client, [...played.keys()]);
  const earned = new Map(learners.map((learner) => [learner, earnedIn(played.get(learner)!)]));
  await give(client, earned);
  await keepChallenges(client, new Map([...earned].map(([learner, { days }]) => [learner, days])), now);
}

/** Whatever else these earn waits so long. */
const learnersAtOnce = 100;

/** New badges are for what was done before, too. Some at a time: what breaks off is begun anew, and nobody gets a badge twice. */
async function awardEverybody(jobs: pg.Pool, orgId: string): Promise<void> {
  for (let last: string | undefined = ''; last !== undefined; )
    last = await inTransaction(jobs, async (client) => {
      const { rows } = await client.query<{ id: string }>(nextLearners, [
        orgId,
        last || null,
        learnersAtOnce,
      ]);
      const ids = rows.map(({ id }) => id);
      await awardBadges(client, await lockLearners(client, ids));
      return ids.at(-1);
    });
}

const nextLearners = `
SELECT u.id FROM users u JOIN learner_stats s ON s.user_id = u.id WHERE u.org_id = $1 AND ($2::uuid IS NULL OR u.id > $2::uuid)
ORDER BY u.id LIMIT $3`;

/** What questions are worth and where learners live is as of now, for good. False: the session was deleted. */
export async function fix(client: pg.ClientBase, sessionId: string): Promise<boolean> {
  const { rowCount } = await client.query(fixSession, [sessionId]);
  await client.query(fixZones, [sessionId]);
  return rowCount === 1;
}
