import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { noTraces, type Traces } from '../../platform/traces/traces.ts';
import type { EventRow } from './event-rows.ts';
import type { LiveMetrics } from './live-metrics.ts';

interface Append {
  rows: EventRow[];
  durable(): void;
  owner: LogOwner;
  /** When it began to wait; monotonic, ms. */
  at: number;
}

/** One session's side of the log. */
export interface LogOwner {
  sessionId: string;
  epoch: number;
  /** Its epoch is over: nothing of it is stored any more. */
  lost(): void;
  waiting(isWaiting: boolean): void;
}

/** From one commit's begin to the next one's: what arrives meanwhile shares it. Measured: below 10 ms the CPU cost per answer grows. */
const commitEveryMs = 10;
const mostRowsPerCommit = 2_000;
/** Beyond this no further answer is taken until the database has caught up. */
const mostRowsWaiting = 50_000;
const firstRetryMs = 100;
const longestRetryMs = 2_000;
/** People are told that saving takes longer. */
const tellAfterMs = 1_000;

/**
 * [DUR-1] Group commit for every session of this process: one statement at a time, and the next one takes all that
 * gathered meanwhile. A row is stored only while its epoch is the session's [DUR-3]; stored rows are skipped when a
 * statement is repeated after a lost connection.
 */
export class EventLog {
  private readonly pool: pg.Pool;
  private readonly onError: (error: unknown) => void;
  private readonly metrics: Pick<LiveMetrics, 'committed'>;
  private readonly traces: Traces;
  private queue: Append[] = [];
  private waiting = 0;
  private running: Promise<void> | null = null;
  private lastBegin = 0;
  private lastCommit = 0;
  /** Who was told that saving takes longer; null while it does not. */
  private told: Set<LogOwner> | null = null;

  constructor(
    pool: pg.Pool,
    onError: (error: unknown) => void,
    metrics: Pick<LiveMetrics, 'committed'>,
    traces: Traces = noTraces,
  ) {
    this.pool = pool;
    this.onError = onError;
    this.metrics = metrics;
    this.traces = traces;
  }

  get rowsWaiting(): number {
    return this.waiting;
  }

  get isFull(): boolean {
    return this.waiting > mostRowsWaiting;
  }

  /** Whether what is appended is stored in good time. */
  get keepsUp(): boolean {
    return this.told === null;
  }

  append(owner: LogOwner, rows: EventRow[], durable: () => void): void {
    this.queue.push({ rows, durable, owner, at: performance.now() });
    this.waiting += weightOf(rows);
    if (this.told) this.tellWaiting([owner]);
    this.running ??= this.drain();
  }

  /** When everything that was appended so far is stored. */
  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const rest = this.lastBegin + commitEveryMs - performance.now();
      if (rest > 0) await wait(rest);
      this.lastBegin = performance.now();
      const batch = this.takeBatch();
      const lost = await this.storeUntilDone(batch);
      this.lastCommit = performance.now();
      this.count(batch, lost);
      for (const { rows, durable, owner } of batch) {
        this.waiting -= weightOf(rows);
        if (!lost.has(owner)) this.tell(durable);
      }
      for (const owner of lost) this.tell(() => owner.lost());
    }
    this.running = null;
  }

  private takeBatch(): Append[] {
    let rows = 0;
    let count = 0;
    for (const append of this.queue) {
      if (count > 0 && rows + append.rows.length > mostRowsPerCommit) break;
      rows += append.rows.length;
      count++;
    }
    return this.queue.splice(0, count);
  }

  private count(batch: Append[], lost: Set<LogOwner>): void {
    let rows = 0;
    let answers = 0;
    for (const append of batch) {
      if (lost.has(append.owner)) continue;
      rows += append.rows.length;
      for (const { t } of append.rows) if (t === 'answer.accepted') answers++;
    }
    if (rows > 0)
      this.metrics.committed({ rows, answers, seconds: (this.lastCommit - batch[0]!.at) / 1_000 });
  }

  /** One listener that throws must not keep the others from their news. */
  private tell(news: () => void): void {
    try {
      news();
    } catch (error) {
      this.onError(error);
    }
  }

  private async storeUntilDone(batch: Append[]): Promise<Set<LogOwner>> {
    const rows = batch.flatMap((append) => append.rows);
    // of one session there may be two: the one that lost it here, and the one that opened it again
    const owners = new Set(batch.map(({ owner }) => owner));
    // a timer and not a count of failures: a database that hangs fails nothing
    const patience = setTimeout(() => {
      this.told = new Set();
      this.tellWaiting([...owners, ...this.queue.map(({ owner }) => owner)]);
    }, tellAfterMs);
    for (let retry = firstRetryMs; ; retry = Math.min(2 * retry, longestRetryMs)) {
      try {
        const lost = await this.store(rows, owners);
        clearTimeout(patience);
        this.tellStored();
        return lost;
      } catch (error) {
        this.onError(error);
        await wait(retry);
      }
    }
  }

  private tellWaiting(owners: LogOwner[]): void {
    for (const owner of owners) {
      if (!this.told || this.told.has(owner)) continue;
      this.told.add(owner);
      this.tell(() => owner.waiting(true));
    }
  }

  private tellStored(): void {
    const told = this.told ?? [];
    this.told = null;
    for (const owner of told) this.tell(() => owner.waiting(false));
  }

  private async store(rows: EventRow[], owners: Set<LogOwner>): Promise<Set<LogOwner>> {
    if (rows.length === 0) return new Set();
    try {
      const size = { rows: rows.length, sessions: owners.size };
      return await this.traces.begin('event log commit', size, () => this.insert(rows, owners));
    } catch (error) {
      if (!isRefused(error)) throw error;
      this.onError(error);
      return owners.size === 1 ? owners : this.storeApart(rows, owners);
    }
  }

  /** A row that the database will never take ends its own session and holds up no other. */
  private async storeApart(rows: EventRow[], owners: Set<LogOwner>): Promise<Set<LogOwner>> {
    const lost = new Set<LogOwner>();
    for (const owner of owners) {
      const own = rows.filter(({ s, e }) => s === owner.sessionId && e === owner.epoch);
      for (const gone of await this.store(own, new Set([owner]))) lost.add(gone);
    }
    return lost;
  }

  private async insert(rows: EventRow[], owners: Set<LogOwner>): Promise<Set<LogOwner>> {
    const { rowCount } = await this.pool.query({
      name: 'append-live-events',
      text: appendEvents,
      values: [JSON.stringify(rows)],
    });
    return rowCount === rows.length ? new Set() : this.findLost(owners);
  }

  /** Fewer rows than sent: they were there already, or the session has a new owner. */
  private async findLost(owners: Set<LogOwner>): Promise<Set<LogOwner>> {
    const { rows } = await this.pool.query<{ id: string; epoch: number }>(
      'SELECT id, epoch FROM live_sessions WHERE id = ANY($1::uuid[])',
      [[...owners].map(({ sessionId }) => sessionId)],
    );
    const epochs = new Map(rows.map(({ id, epoch }) => [id, epoch]));
    return new Set([...owners].filter(({ sessionId, epoch }) => epochs.get(sessionId) !== epoch));
  }
}

/** Who only waits for others takes room as well: somebody who asks again and again must fill the queue, too. */
const weightOf = (rows: EventRow[]): number => Math.max(1, rows.length);

/** SQLSTATE classes of faults in the data or the statement itself: trying again changes nothing. */
function isRefused(error: unknown): boolean {
  return /^(22|23|42)/.test((error as { code?: string }).code ?? '');
}

const appendEvents = `
WITH fresh AS (
  SELECT * FROM json_to_recordset($1::json) AS e(s uuid, q integer, e integer, t text, p uuid, r smallint, v smallint, a text, d jsonb, c bigint, m integer)
), owned AS (
  SELECT id, epoch FROM live_sessions WHERE id IN (SELECT s FROM fresh) ORDER BY id FOR SHARE
)
INSERT INTO live_events (session_id, seq, epoch, type, participant_id, round, vote, answer_id, payload, clock_ms, remaining_ms)
SELECT s, q, e, t, p, r, v, a, d, c, m FROM fresh JOIN owned ON owned.id = s AND owned.epoch = e
ON CONFLICT DO NOTHING`;
