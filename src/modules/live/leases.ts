import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '../../platform/log/log.ts';
import type { Announcing } from '../../platform/redis/announcements.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { LiveMetrics } from './live-metrics.ts';

/** A process that hangs or is cut off from the database loses its sessions after so long. */
const leaseMs = 10_000;
const renewEveryMs = 2_000;
/** A renewal that takes longer is tried anew, on another connection. */
const renewWithinMs = 3_000;
const beaconPatience = {
  connectionTimeoutMillis: renewWithinMs,
  query_timeout: renewWithinMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};
const lookEveryMs = 1_000;
/** After the database was away every process first gets the time to show that it lives. */
const settleMs = 3_000;
const reconnectMs = 500;
/** Who sees neither the database nor the other processes for so long gives its sessions up: others have them by now. */
const cutOffMs = 15_000;
/** The class of our advisory locks; it stands in lease_holds() as well. */
const lockClass = 7455;
/** Sessions that one look takes over; the next look takes more. */
const mostPerLook = 40;
const atOnce = 4;
const openWithinMs = 10_000;
/** What cannot be opened is tried again after so long. */
const openAgainMs = 30_000;

export interface Claimed {
  /** Why another process has it no more; null: none had it. */
  takenOver: 'handed_over' | 'gone' | null;
}

export interface Lease {
  sessionId: string;
  epoch: number;
}

/** Where a session's room runs. */
export interface Whereabouts {
  node: string;
  /** null: it is being opened. */
  roomId: string | null;
  isGroup: boolean;
}

interface Held {
  epoch: number;
  roomId: string | null;
  lost(): void;
}

const taken = z.strictObject({ sessionId: z.uuid(), epoch: z.int() });

interface Dependencies {
  jobs: pg.Pool;
  /** Names this process; known once the rooms are there. */
  node: () => string;
  announcing: Announcing;
  /** Others serve the same people, and cannot be heard now. */
  isCutOff: () => boolean;
  metrics: Pick<LiveMetrics, 'leasesHeld' | 'leaseLost' | 'leaseTakenOver'>;
  log: Log;
}

/**
 * [DUR-3] Which process runs which session, as PostgreSQL has it. A session is taken over with a higher epoch, so that appends of an
 * earlier owner are refused even while it still believes that it owns the session.
 */
export function createLeases({ jobs, node, announcing, isCutOff, metrics, log }: Dependencies) {
  const { announce, onAnnounced } = announcing('session-taken', taken);
  const held = new Map<string, Held>();
  /** Sessions of which a room is being opened here. */
  const taking = new Set<string>();
  const failedAt = new Map<string, number>();
  const timers: NodeJS.Timeout[] = [];
  let beacon: pg.Client | null = null;
  /** Since when this process sees the database without a break; null: it does not. */
  let seeingSince: number | null = Number.NEGATIVE_INFINITY;
  let isFirstLight = true;
  let renewedAt = performance.now();
  let givesAway = false;
  let closing = false;
  let renewing: Promise<void> | null = null;
  let looking: Promise<void> | null = null;

  const forget = (sessionId: string): void => {
    held.delete(sessionId);
    metrics.leasesHeld(held.size);
  };

  /**
   * The connection whose lock says that this process lives. Leases are renewed on it, so that one that only seems to stand is found
   * out as soon as a renewal gets no answer.
   */
  const light = async (): Promise<void> => {
    const client = new pg.Client({
      ...jobs.options,
      ...beaconPatience,
      application_name: `tutti ${node()}`,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1::integer, hashtext($2))', [lockClass, node()]);
    } catch (error) {
      putOut(client);
      throw error;
    }
    beacon = client;
    // at a start nothing was away: what waits is taken up at once
    seeingSince = isFirstLight ? Number.NEGATIVE_INFINITY : performance.now();
    isFirstLight = false;
    client.once('end', () => lost(client));
  };

  const lost = (client: pg.Client): void => {
    if (beacon !== client) return;
    beacon = null;
    seeingSince = null;
    if (closing) return;
    log.warn('the database cannot see any more that this process lives');
    void relight();
  };

  const relight = async (): Promise<void> => {
    while (!closing && !beacon) {
      await wait(reconnectMs);
      if (!closing) await light().then(renewSoon, () => {});
    }
  };

  const renew = async (client: pg.Client): Promise<void> => {
    const asked = new Map(held);
    const { rows } = await client.query<{ id: string }>(renewSql, [
      node(),
      [...asked.keys()],
      [...asked.values()].map(({ epoch }) => epoch),
      [...asked.values()].map(({ roomId }) => roomId),
      leaseMs,
    ]);
    renewedAt = performance.now();
    const kept = new Set(rows.map(({ id }) => id));
    for (const [id, lease] of asked) if (!kept.has(id) && held.get(id) === lease) lose(id);
  };

  const lose = (sessionId: string): void => {
    const lease = held.get(sessionId);
    forget(sessionId);
    metrics.leaseLost();
    log.warn({ sessionId }, 'another process has the session now');
    lease?.lost();
  };
  // a process that is cut off from the database hears it here, and its people go where the session goes on
  const stopHearing = onAnnounced(({ sessionId, epoch }) => {
    const lease = held.get(sessionId);
    if (lease && lease.epoch < epoch) lose(sessionId);
  });

  const renewSoon = (): void => {
    if (isCutOff() && performance.now() - renewedAt > cutOffMs) for (const id of [...held.keys()]) lose(id);
    const client = beacon;
    if (!client) return;
    renewing ??= renew(client)
      .catch((err) => {
        if (closing) return;
        log.warn({ err }, 'leases were not renewed');
        putOut(client);
        lost(client);
      })
      .finally(() => {
        renewing = null;
      });
  };

  /** `goesOn`: another process is to take it over, rather than whoever opens it next. What is not stored runs out by itself. */
  const release = async ({ sessionId, epoch }: Lease, { goesOn }: { goesOn: boolean }): Promise<void> => {
    if (held.get(sessionId)?.epoch === epoch) forget(sessionId);
    await jobs
      .query({
        text: `UPDATE live_sessions SET owner_node = CASE WHEN $4 THEN owner_node END, lease_until = NULL, room_id = NULL
               WHERE id = $1 AND epoch = $2 AND owner_node = $3`,
        values: [sessionId, epoch, node(), goesOn],
        query_timeout: renewWithinMs,
      } as pg.QueryConfig)
      .catch((err) => log.warn({ err, sessionId }, 'a lease was not given back'));
  };

  /** After a break the owners first get the time to show that they live. */
  const isSettled = (): boolean => seeingSince !== null && performance.now() - seeingSince >= settleMs;

  const openOne = async (
    { id, format }: { id: string; format: string },
    open: (sessionId: string, format: string) => Promise<void>,
  ): Promise<void> => {
    try {
      await Promise.race([open(id, format), late(openWithinMs)]);
      failedAt.delete(id);
    } catch (err) {
      failedAt.set(id, performance.now());
      log.error({ err, sessionId: id }, 'a session could not be taken over');
    }
  };

  const look = async (open: (sessionId: string, format: string) => Promise<void>): Promise<void> => {
    if (givesAway || !isSettled()) return;
    const since = seeingSince;
    for (const [id, at] of failedAt) if (performance.now() - at >= openAgainMs) failedAt.delete(id);
    const { rows } = await jobs.query<{ id: string; format: string }>({
      name: 'forsaken-sessions',
      text: forsakenSql,
      values: [[...failedAt.keys()], mostPerLook, node()],
      query_timeout: renewWithinMs,
    } as pg.QueryConfig);
    // what it says may be of a moment in which no owner could be seen
    while (rows.length > 0 && !closing && !givesAway && seeingSince === since)
      await Promise.all(rows.splice(0, atOnce).map((row) => openOne(row, open)));
  };

  return {
    /** Shows the other processes that this one lives. Nothing may be claimed before. */
    async start(): Promise<void> {
      if (beacon) return;
      await light();
      timers.push(setInterval(renewSoon, renewEveryMs).unref());
    },

    /** From now on sessions whose owner is gone are taken over here; `open` opens their room in this process. */
    watch(open: (sessionId: string, format: string) => Promise<void>): void {
      const lookNow = () => {
        looking ??= look(open)
          .catch((err) => {
            if (seeingSince !== null) seeingSince = performance.now();
            log.warn({ err }, 'sessions without an owner were not looked for');
          })
          .finally(() => {
            looking = null;
          });
      };
      timers.push(setInterval(lookNow, lookEveryMs * (0.8 + 0.4 * Math.random())).unref());
    },

    /** [DUR-5] Nothing more is taken over or opened here. */
    giveAway(): void {
      givesAway = true;
    },

    /**
     * Takes a session by a statement with `claim` in it, and reads what its room needs; from then on the lease is renewed until it is
     * released or lost. Throws where a living process has it, or where a room of it is here already.
     */
    async take<Row extends Claimed & { epoch: number }, T>(
      sessionId: string,
      claimIt: () => Promise<Row | undefined>,
      read: (row: Row) => Promise<T>,
    ): Promise<T> {
      if (givesAway) throw new Error('this process is about to stop');
      if (!isSettled()) throw new Error('server/not-ready' satisfies ErrorCode);
      if (taking.has(sessionId) || held.has(sessionId)) throw new Error('this process has it already');
      taking.add(sessionId);
      try {
        const row = await claimIt();
        if (!row) throw new Error('no such session, or another process has it');
        const { epoch } = row;
        if (row.takenOver) metrics.leaseTakenOver(row.takenOver);
        held.set(sessionId, { epoch, roomId: null, lost() {} });
        metrics.leasesHeld(held.size);
        announce({ sessionId, epoch });
        try {
          return await read(row);
        } catch (error) {
          await release({ sessionId, epoch }, { goesOn: true });
          throw error;
        }
      } finally {
        taking.delete(sessionId);
      }
    },

    /** Who is told when another process has it; at once if it was so quick. */
    onLost({ sessionId, epoch }: Lease, told: () => void): void {
      const lease = held.get(sessionId);
      if (lease?.epoch === epoch) lease.lost = told;
      else setImmediate(told);
    },

    /** The room of the session is reached from now on. What is not stored now is stored with the next renewal. */
    async reachable({ sessionId, epoch }: Lease, roomId: string): Promise<void> {
      const lease = held.get(sessionId);
      if (lease?.epoch === epoch) lease.roomId = roomId;
      await jobs
        .query('UPDATE live_sessions SET room_id = $3 WHERE id = $1 AND epoch = $2 AND owner_node = $4', [
          sessionId,
          epoch,
          roomId,
          node(),
        ])
        .catch((err) => log.warn({ err, sessionId }, 'it is not stored yet where a session runs'));
    },

    release,

    /** null: no living process has it. */
    async where(sessionId: string): Promise<Whereabouts | null> {
      const { rows } = await jobs.query<Whereabouts>({
        name: 'where-is-session',
        text: `SELECT owner_node AS node, room_id AS "roomId", format = 'group_mission' AS "isGroup"
               FROM live_sessions WHERE id = $1 AND lease_holds(owner_node, lease_until)`,
        values: [sessionId],
      });
      return rows[0] ?? null;
    },

    async close(): Promise<void> {
      closing = true;
      stopHearing();
      for (const timer of timers) clearInterval(timer);
      await Promise.all([renewing, looking]);
      const client = beacon;
      beacon = null;
      await client?.end().catch(() => {});
    },
  };
}
export type Leases = ReturnType<typeof createLeases>;

/** What an owner writes when it takes a session: $1 session, $2 node. Nothing is written while a living process has it. */
export const claim = {
  set: `epoch = epoch + 1, owner_node = $2, room_id = NULL, lease_until = now() + interval '${leaseMs} milliseconds'`,
  where: '(owner_node = $2 OR NOT lease_holds(owner_node, lease_until))',
  /** The row as it was before. */
  returning: `(SELECT CASE WHEN b.owner_node = $2 THEN NULL WHEN b.lease_until IS NULL THEN 'handed_over' ELSE 'gone' END
    FROM live_sessions b WHERE b.id = $1 AND b.owner_node IS NOT NULL) AS "takenOver"`,
};

/** Locked in the order in which the event log locks them: whoever holds one waits for no other. */
const renewSql = `
WITH mine AS (
  SELECT s.id, asked.room_id FROM live_sessions s JOIN unnest($2::uuid[], $3::integer[], $4::text[]) AS asked(id, epoch, room_id) USING (id)
  WHERE s.epoch = asked.epoch AND s.owner_node = $1 ORDER BY s.id FOR NO KEY UPDATE OF s
)
UPDATE live_sessions s SET lease_until = now() + $5 * interval '1 millisecond', room_id = coalesce(mine.room_id, s.room_id)
FROM mine WHERE s.id = mine.id RETURNING s.id`;

/** Homework waits for the next learner. In any order, so that several processes share them. */
const forsakenSql = `
SELECT id, format FROM live_sessions
WHERE status IN ('lobby', 'running', 'paused') AND closes_at IS NULL AND owner_node IS NOT NULL
  AND NOT lease_holds(owner_node, lease_until) AND id <> ALL($1::uuid[])
  -- who is not seen itself might see nobody
  AND lease_holds($3, 'infinity')
ORDER BY random() LIMIT $2`;

/** Without a farewell, which might never come through. */
const putOut = (client: pg.Client): void => {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
};

const late = (ms: number): Promise<never> =>
  wait(ms, undefined, { ref: false }).then(() => {
    throw new Error(`it was not open after ${ms} ms`);
  });
