import type { Database } from '../database/database.ts';
import { isDatabaseAway } from '../database/database-away.ts';
import type { Log } from '../log/log.ts';
import type { Jobs } from './jobs.ts';

/** What a job gets that works on an event of the outbox. */
export interface EventJob {
  eventId: string;
}

interface Dependencies {
  db: Pick<Database, 'asWorker'>;
  jobs: Pick<Jobs, 'send'>;
  /**
   * Which jobs work on an event, by its type; a job notes in `handled_events` under its own name what it has handled. Other events
   * stay for another version that knows them, or until retention deletes them.
   */
  jobsOf: Readonly<Record<string, readonly string[]>>;
  log: Log;
}

export type Relay = ReturnType<typeof createRelay>;

const everyMs = 1_000;
const atOnce = 100;
/** By then the last process of the version before, in an upgrade from one to the next, has gone. */
const againAfterMs = 900_000;

/**
 * Hands events of the outbox over to the queue: both happen in one transaction, so each is handed over once, however many
 * processes do it. A job may still run twice: it notes the events that it has handled.
 */
export function createRelay({ db, jobs, jobsOf, log }: Dependencies) {
  const types = JSON.stringify(Object.keys(jobsOf));
  const handlers = JSON.stringify(
    Object.entries(jobsOf).flatMap(([type, names]) => names.map((handler) => ({ type, handler }))),
  );
  let timer: NodeJS.Timeout | undefined;
  let later: NodeJS.Timeout | undefined;
  let handing: Promise<unknown> = Promise.resolve();

  const handBatch = (): Promise<number> =>
    db.asWorker(async (em) => {
      const events = await em.execute<{ id: string; event_type: string }[]>(
        `SELECT id::text, event_type FROM outbox_events
         WHERE published_at IS NULL AND event_type IN (SELECT json_array_elements_text(?::json)) ORDER BY id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
        [types],
      );
      for (const { id: eventId, event_type } of events)
        for (const job of jobsOf[event_type]!) await jobs.send(job, { eventId } satisfies EventJob, { em });
      if (events.length > 0)
        await em.execute(
          'UPDATE outbox_events SET published_at = now() WHERE id IN (SELECT json_array_elements_text(?::json)::bigint)',
          [JSON.stringify(events.map(({ id }) => id))],
        );
      return events.length;
    });

  /** Everything that waits. */
  const handOver = async (): Promise<void> => {
    while ((await handBatch()) === atOnce);
  };

  /**
   * A version that did not know an event may have let it pass. What was handed over some minutes ago and a job of today has not
   * handled is handed over again; the jobs that have handled it do nothing more.
   */
  const handOverAgain = async (): Promise<void> => {
    await db.asWorker((em) => em.execute(unhandledSql, [handlers]));
    await handOver();
  };

  return {
    handOver,
    handOverAgain,
    start(): void {
      later = setTimeout(() => {
        handOverAgain().catch((err) => log.error({ err }, 'events that passed are not handed over again'));
      }, againAfterMs);
      later.unref();
      let isHanding = false;
      timer = setInterval(() => {
        if (isHanding) return;
        isHanding = true;
        handing = handOver()
          .catch((err) => {
            if (!isDatabaseAway(err)) log.error({ err }, 'events are not handed over yet');
          })
          .finally(() => {
            isHanding = false;
          });
      }, everyMs);
      timer.unref();
    },
    async close(): Promise<void> {
      clearInterval(timer);
      clearTimeout(later);
      await handing;
    },
  };
}

const unhandledSql = `
UPDATE outbox_events o SET published_at = NULL
WHERE o.published_at < now() - interval '10 minutes' AND EXISTS (
  SELECT 1 FROM json_to_recordset(?::json) AS j(type text, handler text) WHERE j.type = o.event_type
    AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = j.handler))`;
