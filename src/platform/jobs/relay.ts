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
  /** Which jobs work on an event, by its type. Other events are nobody's and pass. */
  jobsOf: Readonly<Record<string, readonly string[]>>;
  log: Log;
}

export type Relay = ReturnType<typeof createRelay>;

const everyMs = 1_000;
const atOnce = 100;

/**
 * Hands events of the outbox over to the queue: both happen in one transaction, so each is handed over once, however many
 * processes do it. A job may still run twice: it notes the events that it has handled.
 */
export function createRelay({ db, jobs, jobsOf, log }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let handing: Promise<unknown> = Promise.resolve();

  const handBatch = (): Promise<number> =>
    db.asWorker(async (em) => {
      const events = await em.execute<{ id: string; event_type: string }[]>(
        `SELECT id::text, event_type FROM outbox_events WHERE published_at IS NULL ORDER BY id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
      );
      for (const { id: eventId, event_type } of events)
        for (const job of jobsOf[event_type] ?? [])
          await jobs.send(job, { eventId } satisfies EventJob, { em });
      if (events.length > 0)
        await em.execute(
          'UPDATE outbox_events SET published_at = now() WHERE id IN (SELECT id::bigint FROM json_array_elements_text(?::json) AS id)',
          [JSON.stringify(events.map(({ id }) => id))],
        );
      return events.length;
    });

  /** Everything that waits. */
  const handOver = async (): Promise<void> => {
    while ((await handBatch()) === atOnce);
  };

  return {
    handOver,
    start(): void {
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
      await handing;
    },
  };
}
