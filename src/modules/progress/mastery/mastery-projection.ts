import type pg from 'pg';
import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { EventJob } from '../../../platform/jobs/relay.ts';
import { awardBadges, awardMastery } from '../badges/awarding.ts';
import { lockLearners } from '../ledger.ts';
import {
  factsOfAnswers,
  factsOfLearner,
  factsOfSession,
  fixTrained,
  masteryHandler,
  untrainedOf,
} from './facts.ts';
import { type AnswerFact, areNewer, type Learnt, learn, nothingLearnt } from './learnt.ts';
import { type Change, replace, store, storedOf } from './mastery-store.ts';

const atOnce = 200;

/** Turns answers into what learners know and what comes back to them. An event that was handled changes nothing more. */
export function createMasteryProjection({ jobs }: Pick<Database, 'jobs'>) {
  return {
    handle: ({ eventId }: EventJob): Promise<void> =>
      inTransaction(jobs, async (client) => {
        const { rows } = await client.query<{ payload: EventPayload }>(
          'SELECT payload FROM outbox_events WHERE id = $1',
          [eventId],
        );
        const payload = rows[0]?.payload;
        if (!payload) return;
        // whoever erases a learner holds the account and then takes the events
        if (payload.sessionId === undefined) await lockLearners(client, [payload.learnerId]);
        const { rowCount } = await client.query(
          'INSERT INTO handled_events (event_id, handler) SELECT id, $2 FROM outbox_events WHERE id = $1 ON CONFLICT DO NOTHING',
          [eventId, masteryHandler],
        );
        if (rowCount === 0) return;
        if (payload.sessionId !== undefined) await projectSession(client, payload.sessionId);
        else await takeIn(client, await factsOfAnswers(client, payload.learnerId, payload.answerIds));
      }),

    /** Whose answers were deleted, and who played before there was any of this. Who cannot be computed holds nobody else up. */
    async renew(signal?: AbortSignal): Promise<void> {
      const failed = new Map<string, unknown>();
      for (let found = atOnce; found === atOnce && !signal?.aborted; ) {
        const { rows } = await jobs.query<{ user_id: string }>(
          'SELECT user_id FROM mastery_renewals WHERE user_id <> ALL ($2::uuid[]) ORDER BY asked_at, user_id LIMIT $1',
          [atOnce, [...failed.keys()]],
        );
        for (const { user_id } of rows)
          await inTransaction(jobs, (client) => renewLearner(client, user_id)).catch((error) =>
            failed.set(user_id, error),
          );
        found = rows.length;
      }
      for (const error of failed.values()) throw error;
    },
  };
}

type EventPayload =
  | { sessionId: string }
  | { sessionId?: undefined; learnerId: string; answerIds: readonly string[] };

async function projectSession(client: pg.ClientBase, sessionId: string): Promise<void> {
  if (await fixTrained(client, sessionId)) await takeIn(client, await factsOfSession(client, sessionId));
}

/** What is newer is added, and whoever answered something earlier is computed again. */
async function takeIn(
  client: pg.ClientBase,
  facts: ReadonlyMap<string, readonly AnswerFact[]>,
): Promise<void> {
  if (facts.size === 0) return;
  const learners = await lockLearners(client, [...facts.keys()]);
  const stored = await storedOf(client, learners);
  const changes: Change[] = [];
  for (const learner of learners) {
    const own = facts.get(learner)!;
    const learnt = stored.get(learner)!;
    if (areNewer(learnt, own)) {
      const changed = learn(learnt, own);
      changes.push({
        learner,
        known: [...changed.known].map((key) => learnt.known.get(key)!),
        cards: [...changed.cards].map((questionId) => ({ questionId, ...learnt.cards.get(questionId)! })),
      });
    } else await replace(client, learner, await recompute(client, learner));
  }
  await store(client, changes);
  await awardMastery(client, learners);
}

/** From all that was answered. */
export async function recompute(client: pg.ClientBase, learner: string): Promise<Learnt> {
  const learnt = nothingLearnt();
  learn(learnt, await factsOfLearner(client, learner));
  return learnt;
}

async function renewLearner(client: pg.ClientBase, learner: string): Promise<void> {
  await fixUntrained(client, learner);
  if ((await lockLearners(client, [learner])).length === 0) return;
  // whoever deletes a session of theirs now waits for the row, and asks again
  await client.query('DELETE FROM mastery_renewals WHERE user_id = $1', [learner]);
  await learnAnew(client, learner);
  await awardBadges(client, [learner]);
}

/** Sessions that nobody projected. Locks them, so it comes before the learner is locked: projections do it in that order. */
export async function fixUntrained(client: pg.ClientBase, learner: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(untrainedOf, [learner]);
  for (const { id } of rows) await fixTrained(client, id);
}

/** Of a locked learner, whose sessions are fixed. */
export const learnAnew = async (client: pg.ClientBase, learner: string): Promise<void> =>
  replace(client, learner, await recompute(client, learner));
