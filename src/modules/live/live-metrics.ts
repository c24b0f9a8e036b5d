import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import { type ErrorCode, errorCodes } from '../../wire/error-codes.ts';
import type { Seats } from './seats.ts';

export interface Commit {
  rows: number;
  /** Rows that are answers. */
  answers: number;
  /** From the first of the rows being queued to all of them being stored. */
  seconds: number;
}

/** What live classes count. No label tells who, which session or which PIN. [DAT-4] */
export interface LiveMetrics {
  committed(commit: Commit): void;
  answerRefused(code: ErrorCode): void;
  /** Somebody came back with a resume token. */
  rejoined(): void;
  /** Sessions that this process leads at the moment. */
  leasesHeld(count: number): void;
  /** Another process leads the session now. */
  leaseLost(): void;
  /** This process goes on with a session of another one, which gave it away or was gone. */
  leaseTakenOver(because: 'handed_over' | 'gone'): void;
}

export function createLiveMetrics(registry: Registry): LiveMetrics {
  const registers = [registry];
  const commitSeconds = new Histogram({
    name: 'event_log_commit_seconds',
    help: 'By commit of the event log: how long the row that waited longest waited until it was stored.',
    buckets: [0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const commitRows = new Histogram({
    name: 'event_log_commit_rows',
    help: 'Rows stored by one commit of the event log.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000],
    registers,
  });
  const accepted = new Counter({
    name: 'live_answers_accepted_total',
    help: 'Answers that are stored.',
    registers,
  });
  const refused = new Counter({
    name: 'live_answers_refused_total',
    help: 'Answers that were refused, by the code of the refusal.',
    labelNames: ['code'],
    registers,
  });
  // a counter that begins with its first event hides that event from rate()
  for (const code of Object.keys(errorCodes))
    if (code.startsWith('answer/') || code === 'server/busy') refused.inc({ code }, 0);
  const rejoins = new Counter({
    name: 'live_rejoins_total',
    help: 'Seats given to players who came back with a resume token.',
    registers,
  });
  const leases = new Gauge({
    name: 'live_leases',
    help: 'Sessions that this process leads.',
    registers,
  });
  const leasesLost = new Counter({
    name: 'live_leases_lost_total',
    help: 'Sessions that another process took from this one.',
    registers,
  });
  const leasesTakenOver = new Counter({
    name: 'live_leases_taken_over_total',
    help: 'Sessions of another process with which this one goes on, as that was gone or gave them away.',
    labelNames: ['because'],
    registers,
  });
  for (const because of ['handed_over', 'gone']) leasesTakenOver.inc({ because }, 0);
  return {
    committed({ rows, answers, seconds }) {
      commitSeconds.observe(seconds);
      commitRows.observe(rows);
      accepted.inc(answers);
    },
    answerRefused: (code) => refused.inc({ code }),
    rejoined: () => rejoins.inc(),
    leasesHeld: (count) => leases.set(count),
    leaseLost: () => leasesLost.inc(),
    leaseTakenOver: (because) => leasesTakenOver.inc({ because }),
  };
}

/** What is looked up when somebody asks. */
export function readLive(
  { reading }: Pick<Metrics, 'reading'>,
  { seats, eventLog }: { seats: Pick<Seats, 'figures'>; eventLog: { readonly rowsWaiting: number } },
): void {
  reading({
    name: 'event_log_rows_waiting',
    help: 'Rows of the event log that wait to be stored.',
    read: () => eventLog.rowsWaiting,
  });
  reading({
    name: 'live_rooms',
    help: 'Rooms that run in this process.',
    labelNames: ['kind'],
    read: () => [...seats.figures().rooms].map(([kind, count]) => [{ kind }, count] as const),
  });
  reading({
    name: 'live_seats',
    help: 'People connected to rooms of this process.',
    labelNames: ['role'],
    read: () => [...seats.figures().seats].map(([role, count]) => [{ role }, count] as const),
  });
}
