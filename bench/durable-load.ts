/** Stores answers in several ways, as fast as each goes, in a process of its own. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Registry } from 'prom-client';
import type { ChallengeEvent } from '../src/domain/challenge/events.ts';
import { EventLog, type LogOwner } from '../src/modules/live/event-log.ts';
import { rowOf } from '../src/modules/live/event-rows.ts';
import { createLiveMetrics } from '../src/modules/live/live-metrics.ts';
import { obey } from './run.ts';

export interface DurableOrder {
  way: keyof typeof ways;
  url: string;
  rows: number;
  /** Of a session that is there, for the log. */
  session: { id: string; epoch: number };
}
export interface DurableSeen {
  rowsPerSecond: number;
  cpuPerThousand: number;
}

/** As a room of so many players keeps the log busy. */
const inFlight = 2_000;

const ways = {
  'unnest-100': (order: DurableOrder) => batches(order, 100, unnestNarrow),
  'unnest-500': (order: DurableOrder) => batches(order, 500, unnestNarrow),
  'COPY-500': (order: DurableOrder) => batches(order, 500, copyNarrow),
  'unnest-100, our table': (order: DurableOrder) => batches(order, 100, unnestWide),
  'our log': throughTheLog,
};

obey<DurableOrder, never, DurableSeen>(async (order) => {
  await ways[order.way]({ ...order, rows: Math.floor(order.rows / 10) });
  const cpu = process.cpuUsage();
  const start = performance.now();
  await ways[order.way](order);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { rowsPerSecond: (order.rows * 1_000) / took, cpuPerThousand: (user + system) / order.rows };
});

/** A new key for every row, whatever was stored before. */
let next = 0;
const some = (count: number) => Array.from({ length: count }, () => next++);

async function batches(
  { url, rows, session }: DurableOrder,
  size: number,
  store: (client: pg.Client, ids: number[], session: string) => Promise<unknown>,
): Promise<void> {
  connected ??= connect(url);
  const client = await connected;
  for (let stored = 0; stored < rows; stored += size) await store(client, some(size), session.id);
}

/** Stays: the CPU of a connection that has ended cannot be read any more. */
let connected: Promise<pg.Client> | undefined;
let pool: pg.Pool | undefined;

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

function unnestNarrow(client: pg.Client, ids: number[]) {
  return client.query({
    name: 'narrow',
    text: `INSERT INTO bench.answers SELECT * FROM unnest($1::int[], $2::int2[], $3::int2[], $4::int[]) ON CONFLICT DO NOTHING`,
    values: [ids, ids.map(() => 3), ids.map((id) => id % 4), ids.map((id) => id % 9_000)],
  });
}

function unnestWide(client: pg.Client, ids: number[], session: string) {
  return client.query({
    name: 'wide',
    text: `INSERT INTO bench.events (session_id, seq, epoch, type, participant_id, round, vote, answer_id, payload, clock_ms)
           SELECT $1, seq, 1, 'answer.accepted', p, r, 1, a, d, seq FROM unnest($2::int[], $3::uuid[], $4::int2[], $5::text[], $6::jsonb[]) AS e(seq, p, r, a, d)
           ON CONFLICT DO NOTHING`,
    values: [
      session,
      ids,
      ids.map(personOf),
      ids.map(roundOf),
      ids.map((id) => `${id}-answer`),
      ids.map((id) => JSON.stringify(payloadOf(id))),
    ],
  });
}

/** pg's query, with rows to send when the server asks for them. */
class Copy extends pg.Query {
  private readonly lines: string;

  constructor(lines: string) {
    super('COPY bench.answers FROM STDIN');
    this.lines = lines;
  }

  handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(Buffer.from(this.lines));
    connection.endCopyFrom();
  }
}

function copyNarrow(client: pg.Client, ids: number[]): Promise<void> {
  const copy = new Copy(ids.map((id) => `${id}\t3\t${id % 4}\t${id % 9_000}\n`).join(''));
  return new Promise((resolve, reject) => {
    copy.on('end', () => resolve());
    copy.on('error', reject);
    client.query(copy);
  });
}

/** One append for each answer, as rooms do it. */
async function throughTheLog({ url, rows, session }: DurableOrder): Promise<void> {
  pool ??= new pg.Pool({ connectionString: url, idleTimeoutMillis: 0 });
  const failed = (error: unknown) => {
    throw error;
  };
  const log = new EventLog(pool, failed, createLiveMetrics(new Registry()));
  const owner: LogOwner = {
    sessionId: session.id,
    epoch: session.epoch,
    lost: () => {
      throw new Error('the session of the bench is somebody else’s');
    },
    waiting: () => {},
  };
  await new Promise<void>((resolve) => {
    let sent = 0;
    let stored = 0;
    const one = () => {
      if (sent === rows) return;
      sent++;
      const id = firstSeq + next++;
      const fact: ChallengeEvent = {
        seq: id,
        clock: id,
        type: 'answer.accepted',
        participantId: personOf(id),
        round: roundOf(id),
        vote: 1,
        answerId: `${id}-answer`,
        ...payloadOf(id),
      };
      log.append(owner, [rowOf(session.id, session.epoch, fact, null)], () => {
        stored++;
        if (stored === rows) resolve();
        else one();
      });
    };
    for (let i = 0; i < inFlight; i++) one();
  });
}

/** Behind what the room itself has written. */
const firstSeq = 1_000_000;
const people = Array.from({ length: 5_000 }, () => randomUUID());
const personOf = (id: number) => people[id % people.length]!;
const roundOf = (id: number) => Math.floor(id / people.length) % 30_000;
/** As the event of an answer has it. */
const payloadOf = (id: number) => ({
  answer: [id % 4],
  outcome: 'right' as const,
  elapsedMs: id % 9_000,
  points: 900,
});
