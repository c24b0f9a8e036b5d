import type pg from 'pg';
import type { ChallengeEvent, Fact } from '../../domain/challenge/events.ts';
import type { GroupEvent } from '../../domain/group-mission/events.ts';
import type { SelfPacedEvent } from '../../domain/self-paced/events.ts';

/** Of a class, of learners at their own pace, or of a group. */
type AnyEvent = ChallengeEvent | SelfPacedEvent | GroupEvent;

/** A row of `live_events` as it goes in; short names, because it is written as JSON thousands of times a second. */
export interface EventRow {
  s: string;
  q: number;
  e: number;
  t: string;
  p?: string;
  r?: number;
  v?: number;
  a?: string;
  d: Record<string, unknown>;
  c: number;
  m: number | null;
}

export function rowOf(
  sessionId: string,
  epoch: number,
  event: AnyEvent,
  remainingMs: number | null,
): EventRow {
  const { seq, clock, type, participantId, round, vote, answerId, ...payload } = event as Pick<
    AnyEvent,
    'seq' | 'clock' | 'type'
  > &
    Partial<Extract<Fact, { type: 'answer.accepted' }>>;
  return {
    s: sessionId,
    q: seq,
    e: epoch,
    t: type,
    p: participantId,
    r: round,
    v: vote,
    a: answerId,
    d: payload,
    c: clock,
    m: remainingMs,
  };
}

interface StoredEvent {
  seq: number;
  type: string;
  participant_id: string | null;
  round: number | null;
  vote: number | null;
  answer_id: string | null;
  payload: Record<string, unknown>;
  clock_ms: string | number;
}

function eventOf(row: StoredEvent): ChallengeEvent {
  return {
    type: row.type,
    seq: row.seq,
    clock: Number(row.clock_ms),
    ...(row.participant_id !== null && { participantId: row.participant_id }),
    ...(row.round !== null && { round: row.round }),
    ...(row.vote !== null && { vote: row.vote }),
    ...(row.answer_id !== null && { answerId: row.answer_id }),
    ...row.payload,
  } as ChallengeEvent;
}

/** So many rows are parsed in one go, some milliseconds; then others have their turn. */
const rowsAtOnce = 1_000;

/** The log of a session in order and in pieces, each event with the time at which it was stored, for logs of hundreds of thousands of events. */
export async function* eventsInPieces(
  pool: pg.Pool,
  sessionId: string,
): AsyncGenerator<{ event: ChallengeEvent; wall: number }[]> {
  for (let seq = 0; ; ) {
    const { rows } = await pool.query<StoredEvent & { at: Date }>({
      name: 'events-in-pieces',
      text: `SELECT seq, type, participant_id, round, vote, answer_id, payload, clock_ms, at
             FROM live_events WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
      values: [sessionId, seq, rowsAtOnce],
    });
    if (rows.length === 0) return;
    seq = rows.at(-1)!.seq;
    yield rows.map((row) => ({ event: eventOf(row), wall: row.at.getTime() }));
  }
}

/** The whole log of a session, in order. */
export async function readEvents<E = ChallengeEvent>(
  client: pg.Pool | pg.PoolClient,
  sessionId: string,
): Promise<E[]> {
  const { rows } = await client.query<StoredEvent>(
    `SELECT seq, type, participant_id, round, vote, answer_id, payload, clock_ms
     FROM live_events WHERE session_id = $1 ORDER BY seq`,
    [sessionId],
  );
  return rows.map((row) => eventOf(row) as E);
}
