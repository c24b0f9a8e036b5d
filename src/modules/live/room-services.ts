import type { ClassPlan } from '../../domain/challenge/class-plan.ts';
import type { ChallengeEvent } from '../../domain/challenge/events.ts';
import type { SelfPacedEvent } from '../../domain/self-paced/events.ts';
import type { Ghost } from '../../domain/self-paced/race.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { SessionSettings } from '../../wire/session.ts';
import type { CoHosts } from './co-host.service.ts';
import type { EventLog, LogOwner } from './event-log.ts';
import { readEvents, rowOf } from './event-rows.ts';
import type { KeptTimes } from './kept-time.service.ts';
import { type Claimed, claim, type Lease, type Leases } from './leases.ts';
import type { LiveMetrics } from './live-metrics.ts';
import type { NameReviews } from './name-review.service.ts';
import type { PinGuard } from './pin-guard.ts';
import type { ProjectionService } from './projection.service.ts';
import { renamePlayer } from './rename-player.ts';
import type { ReturnCodes } from './return-code.service.ts';
import type { SecondFactorRule } from './second-factor.ts';
import { isUnkind } from './unkind-names.ts';

interface Dependencies {
  db: Database;
  eventLog: EventLog;
  projection: ProjectionService;
  guard: PinGuard;
  log: Log;
  leases: Leases;
  /** Names this process in the sessions that it owns. */
  node: () => string;
  /** Tells the host's other pages that something of the session changed. */
  changed(sessionId: string): Promise<void>;
  secondFactor: SecondFactorRule;
  nameReviews: Pick<NameReviews, 'review'>;
  returnCodes: Pick<ReturnCodes, 'make'>;
  coHosts: Pick<CoHosts, 'list' | 'invite' | 'end'>;
  keptTimes: KeptTimes;
  metrics: Pick<LiveMetrics, 'answerRefused'>;
}

interface ClassRow extends Claimed {
  id: string;
  epoch: number;
  snapshot: ClassPlan;
  settings: SessionSettings;
  pin: string | null;
  closes_at: Date | null;
  ghost: Ghost | null;
  alone: boolean;
}

type Note =
  | { kind: 'status'; status: 'running' | 'paused' | 'lobby' | 'parked' }
  | { kind: 'locked'; locked: boolean }
  | { kind: 'kicked' | 'allowed_back'; participantId: string };

/** What a process that lost a session still has to note of it counts no more. */
const isOwn = 'EXISTS (SELECT 1 FROM live_sessions WHERE id = $1 AND owner_node = $3)';
const notes: { [K in Note['kind']]: { sql: string; value(note: Extract<Note, { kind: K }>): unknown } } = {
  status: {
    sql: `UPDATE live_sessions SET status = $2, started_at = CASE WHEN $2 = 'lobby' THEN started_at ELSE coalesce(started_at, now()) END
          WHERE id = $1 AND owner_node = $3 AND status IN ('lobby', 'running', 'paused')`,
    value: ({ status }) => status,
  },
  locked: {
    sql: 'UPDATE live_sessions SET locked = $2 WHERE id = $1 AND owner_node = $3',
    value: ({ locked }) => locked,
  },
  kicked: {
    sql: `UPDATE live_participants SET kicked_at = now() WHERE session_id = $1 AND id = $2 AND ${isOwn}`,
    value: ({ participantId }) => participantId,
  },
  allowed_back: {
    sql: `UPDATE live_participants SET kicked_at = NULL WHERE session_id = $1 AND id = $2 AND ${isOwn}`,
    value: ({ participantId }) => participantId,
  },
};

/** Notes follow the log and can be missing after a crash: a lock and who was removed must hold again from the start. */
async function bringInStep(jobs: Database['jobs'], sessionId: string, events: ChallengeEvent[]) {
  const kicked = new Set<string>();
  let locked = false;
  for (const event of events) {
    if (event.type === 'player.kicked') kicked.add(event.participantId);
    if (event.type === 'player.allowed_back') kicked.delete(event.participantId);
    if (event.type === 'session.locked') locked = event.locked;
  }
  await jobs.query('UPDATE live_sessions SET locked = $2 WHERE id = $1 AND locked <> $2', [
    sessionId,
    locked,
  ]);
  await jobs.query(
    `UPDATE live_participants SET kicked_at = CASE WHEN kicked_at IS NULL THEN now() END
     WHERE session_id = $1 AND (kicked_at IS NOT NULL) <> (id = ANY($2::uuid[]))`,
    [sessionId, [...kicked]],
  );
}

/** What the class room asks of the rest of the house (`rooms/class-challenge/class-challenge.services.ts`). */
export function createRoomServices({
  db,
  eventLog,
  projection,
  guard,
  log,
  leases,
  node,
  changed,
  ...joining
}: Dependencies) {
  const { secondFactor, nameReviews, returnCodes, coHosts, keptTimes, metrics } = joining;
  /** The last work of each session beside its log: one after another, or a lock could overtake its opening. */
  const last = new Map<string, Promise<void>>();
  const inTurn = (sessionId: string, work: () => Promise<void>): void => {
    const done = (last.get(sessionId) ?? Promise.resolve()).then(work).finally(() => {
      if (last.get(sessionId) === done) last.delete(sessionId);
    });
    last.set(sessionId, done);
  };

  const claimClass = async (sessionId: string): Promise<ClassRow | undefined> => {
    const { rows } = await db.jobs.query<ClassRow>(
      `UPDATE live_sessions s SET ${claim.set}, status = CASE status WHEN 'parked' THEN 'paused' ELSE status END
       WHERE id = $1 AND ${claim.where}
       RETURNING id, epoch, snapshot, settings, closes_at, ghost, racer_id IS NOT NULL AS alone, ${claim.returning},
         (SELECT pin FROM live_pins p WHERE p.session_id = s.id AND p.released_at IS NULL) AS pin`,
      [sessionId, node()],
    );
    return rows[0];
  };

  const readClass = async (session: ClassRow) => {
    const { id: sessionId } = session;
    const events = await readEvents(db.jobs, sessionId);
    await bringInStep(db.jobs, sessionId, events);
    const people = await db.jobs.query<{
      id: string;
      nickname: string;
      wanted: string | null;
      refused: boolean;
      hasAccount: boolean;
      avatar: string | null;
    }>(
      `SELECT l.id, l.nickname, l.wanted_nickname AS wanted, l.name_refused AS refused, l.user_id IS NOT NULL AS "hasAccount", p.equipped_avatar_id AS avatar
         FROM live_participants l LEFT JOIN user_profiles p ON p.user_id = l.user_id WHERE l.session_id = $1`,
      [sessionId],
    );
    return {
      sessionId,
      epoch: session.epoch,
      pin: session.pin,
      plan: session.snapshot,
      settings: session.settings,
      closesAt: session.closes_at?.getTime() ?? null,
      ghost: session.ghost,
      alone: session.alone,
      nicknames: people.rows.map(({ id, ...name }) => ({ participantId: id, ...name })),
      coHosts: await coHosts.list(sessionId),
      events,
    };
  };

  return {
    /** When what was begun beside the log is done. */
    settled: () => Promise.all(last.values()),

    /** Takes the session over: from here on every earlier owner's appends are refused [DUR-3]. */
    async open(sessionId: string) {
      // that it was left for another day must be noted before it goes on
      await last.get(sessionId);
      return leases.take(sessionId, () => claimClass(sessionId), readClass);
    },

    reachable: leases.reachable,

    /** After all notes, so that nobody opens it who would not read them. */
    release: (lease: Lease, how: { goesOn: boolean }) =>
      new Promise<void>((resolve) => {
        inTurn(lease.sessionId, () => leases.release(lease, how).finally(resolve));
      }),

    async closesAt(sessionId: string): Promise<number | null> {
      const { rows } = await db.jobs.query<{ closes_at: Date | null }>(
        'SELECT closes_at FROM live_sessions WHERE id = $1',
        [sessionId],
      );
      return rows[0]?.closes_at?.getTime() ?? null;
    },

    log({ sessionId, epoch }: Lease, hooks: Pick<LogOwner, 'lost' | 'waiting'>) {
      const owner: LogOwner = { sessionId, epoch, ...hooks };
      leases.onLost(owner, hooks.lost);
      return {
        append(
          entries: { event: ChallengeEvent | SelfPacedEvent; remainingMs: number | null }[],
          durable: () => void,
        ) {
          const rows = entries.map(({ event, remainingMs }) => rowOf(sessionId, epoch, event, remainingMs));
          eventLog.append(owner, rows, durable);
        },
        get isFull() {
          return eventLog.isFull;
        },
      };
    },

    answerRefused: metrics.answerRefused,

    note(sessionId: string, note: Note): void {
      const { sql, value } = notes[note.kind] as { sql: string; value(note: Note): unknown };
      inTurn(sessionId, () =>
        db.jobs
          .query(sql, [sessionId, value(note), node()])
          .then(() => changed(sessionId))
          .catch((error: unknown) =>
            log.warn({ err: error, sessionId, kind: note.kind }, 'a note of a session was not stored'),
          ),
      );
    },

    rename: (sessionId: string, participantId: string, wanted: string) =>
      renamePlayer(db.jobs, sessionId, participantId, wanted).catch((err: unknown) => {
        log.warn({ err, sessionId }, 'a rename was not stored');
        return { ok: false, code: 'server/busy' satisfies ErrorCode } as const;
      }),

    secondFactor: secondFactor.shown,
    reviewName: nameReviews.review,
    makeReturnCode: returnCodes.make,
    keepTime: keptTimes.keep,
    inviteCoHost: coHosts.invite,
    endCoHost: coHosts.end,
    isKind: (text: string) => !isUnkind(text),

    finish(sessionId: string): void {
      guard.forget(sessionId);
      inTurn(sessionId, () =>
        projection
          .project(sessionId)
          .then(() => changed(sessionId))
          .catch((error: unknown) =>
            log.error({ err: error, sessionId }, 'an ended session was not projected yet'),
          ),
      );
    },
  };
}
