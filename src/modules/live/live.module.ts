import type { Keys } from '../../platform/crypto/keys.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Authenticate } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import type { Announcing } from '../../platform/redis/announcements.ts';
import type { Redis } from '../../platform/redis/redis.ts';
import type { Traces } from '../../platform/traces/traces.ts';
import type { SessionSummary } from '../../wire/session.ts';
import { watchAccountSeats } from './account-seats.ts';
import { createCoHosts } from './co-host.service.ts';
import { Entrance } from './entrance.ts';
import { EventLog } from './event-log.ts';
import { createGroups } from './groups/groups.ts';
import { homeworkRoutes } from './homework.routes.ts';
import { createHomework } from './homework.service.ts';
import { createJoinService } from './join.service.ts';
import { joiningRoutes } from './joining.routes.ts';
import { createKeptTimes } from './kept-time.service.ts';
import { createLeases } from './leases.ts';
import { liveRoutes } from './live.routes.ts';
import { createLiveMetrics, readLive } from './live-metrics.ts';
import { createNameReviews } from './name-review.service.ts';
import { createParkedClasses } from './parked.service.ts';
import { createPinGuard } from './pin-guard.ts';
import { practiceRoutes } from './practice/practice.routes.ts';
import { createPractice } from './practice/practice.service.ts';
import { createProjectionService } from './projection.service.ts';
import { raceRoutes } from './race/race.routes.ts';
import { createRaces } from './race/race.service.ts';
import { createReceiptMaker } from './receipts/receipt-maker.ts';
import { receiptRoutes } from './receipts/receipts.routes.ts';
import { createReceipts } from './receipts/receipts.service.ts';
import { createClassReportService } from './records/class-report.service.ts';
import { createMistakes } from './records/mistakes.service.ts';
import { createPlayerDoor } from './records/player-door.ts';
import { createQuestionStatistics } from './records/question-statistics.service.ts';
import { recordRoutes } from './records/records.routes.ts';
import { createSessionRemoval } from './records/session-removal.service.ts';
import { recoverSessions, roomKindOf } from './recovery.service.ts';
import { createReplayService } from './replay/replay.service.ts';
import { reportRoutes } from './report.routes.ts';
import { createReportService } from './report.service.ts';
import { createResumeTokens } from './resume-token.ts';
import { createReturnCodes } from './return-code.service.ts';
import { createRoomServices } from './room-services.ts';
import { createSeatGiver } from './seat-giver.ts';
import type { Seats } from './seats.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSessionService } from './session.service.ts';
import { createSessionDoor } from './session-door.ts';
import { createSpectators } from './spectator.service.ts';

interface Dependencies {
  db: Database;
  keys: Keys;
  limits: Limits;
  redis: Pick<Redis, 'ask'> | null;
  seats: Seats;
  /** Names this process; known once the rooms are there. */
  node: () => string;
  announcing: Announcing;
  /** Others serve the same people, and cannot be heard now. */
  isCutOff: () => boolean;
  authenticate: Authenticate;
  https: boolean;
  log: Log;
  metrics: Pick<Metrics, 'registry' | 'reading'>;
  traces: Traces;
  /** Tells a person's open pages that something of one of their sessions changed. */
  notifyHost(userId: string, change: Pick<SessionSummary, 'id' | 'status' | 'players'>): void;
}

const forgetEveryMs = 60 * 60_000;
/** A class whose end met a database that was away gets its report so soon, and homework that is due ends. */
const projectEveryMs = 60_000;

export function createLiveModule({
  db,
  keys,
  limits,
  redis,
  seats,
  node,
  announcing,
  isCutOff,
  authenticate,
  https,
  log,
  notifyHost,
  traces,
  ...given
}: Dependencies) {
  const metrics = createLiveMetrics(given.metrics.registry);
  const guard = createPinGuard(limits, redis);
  const eventLog = new EventLog(
    db.jobs,
    (err) => log.error({ err }, 'something around the event log failed; it goes on'),
    metrics,
    traces,
  );
  readLive(given.metrics, { seats, eventLog });
  const leases = createLeases({ jobs: db.jobs, node, announcing, isCutOff, log, metrics });
  const projection = createProjectionService({ db });
  const giveSeat = createSeatGiver({ db, seats });
  const sessions = createSessionService({ db, seats, giveSeat });
  const secondFactor = createSecondFactor(keys['class-door']);
  const door = createSessionDoor({ db, limits, guard, secondFactor });
  const resumeTokens = createResumeTokens(keys['resume-token']);
  const joining = createJoinService({ db, giveSeat, guard, door, resumeTokens, metrics });
  const returnCodes = createReturnCodes({ db, limits, door, keys: keys['class-door'] });
  const nameReviews = createNameReviews({ db, seats, resumeTokens });
  const coHosts = createCoHosts({ db, giveSeat, keys: keys['class-door'] });
  const spectators = createSpectators({ db, door, giveSeat, keys: keys['class-door'] });
  const receiptMaker = createReceiptMaker(keys);
  const reports = createReportService({ db, receiptMaker });
  const playerDoor = createPlayerDoor({ db, resumeTokens });
  const receipts = createReceipts({ db, maker: receiptMaker, door: playerDoor });
  const homework = createHomework({ db, seats, sessions, log });
  const groups = createGroups({
    db,
    seats,
    giveSeat,
    door,
    guard,
    resumeTokens,
    eventLog,
    leases,
    node,
    log,
    https,
  });

  const changed = async (sessionId: string): Promise<void> => {
    const { rows } = await db.jobs.query<{
      host_id: string;
      status: SessionSummary['status'];
      players: number;
    }>(
      `SELECT s.host_id, s.status, (SELECT count(*)::integer FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL) AS players
       FROM live_sessions s WHERE s.id = $1 AND s.host_id IS NOT NULL`,
      [sessionId],
    );
    const session = rows[0];
    if (session)
      notifyHost(session.host_id, { id: sessionId, status: session.status, players: session.players });
  };

  const parked = createParkedClasses({ db, eventLog, projection, changed });
  const forget = setInterval(() => {
    const failed = (err: unknown, sessionId?: string) =>
      log.error({ err, sessionId }, 'a class that waited for another day could not be ended');
    parked.endForgotten(failed).catch(failed);
    db.jobs
      .query('SELECT forget_guest_names()')
      .catch((err) => log.warn({ err }, 'old guest names were not forgotten yet'));
  }, forgetEveryMs);
  forget.unref();

  const project = setInterval(() => {
    const failed = (err: unknown, sessionId?: string) =>
      log.error({ err, sessionId }, 'an ended session is not projected yet');
    projection.projectForgotten(failed).catch(failed);
    groups.projection.projectForgotten(failed).catch(failed);
    homework.closeDue().catch((err) => log.error({ err }, 'homework that is due was not ended yet'));
  }, projectEveryMs);
  project.unref();

  const accounts = watchAccountSeats({ jobs: db.jobs, seats, log });

  const routes: Route[] = [
    ...liveRoutes({ sessions, joining, entrance: new Entrance(), guard, authenticate, https }),
    ...reportRoutes({ reports }),
    ...homeworkRoutes(homework),
    ...raceRoutes(createRaces({ db, resumeTokens })),
    ...practiceRoutes(createPractice({ db, resumeTokens })),
    ...groups.routes,
    ...recordRoutes({
      classReports: createClassReportService({ db }),
      statistics: createQuestionStatistics({ db }),
      mistakes: createMistakes({ db, door: playerDoor }),
      removal: createSessionRemoval({ db, seats }),
      replays: createReplayService({ db }),
    }),
    ...receiptRoutes(receipts),
    ...joiningRoutes({ joining, returnCodes, nameReviews, coHosts, spectators, https }),
  ];
  const { settled, ...roomServices } = createRoomServices({
    db,
    eventLog,
    projection,
    guard,
    log,
    leases,
    node,
    changed,
    secondFactor,
    nameReviews,
    returnCodes,
    coHosts,
    keptTimes: createKeptTimes({ db }),
    metrics,
  });
  const traced =
    <Opened extends { events: unknown[] }>(kind: string, open: (sessionId: string) => Promise<Opened>) =>
    (sessionId: string) =>
      traces.partOrBegin('open room', { kind }, async (span) => {
        const opened = await open(sessionId);
        span.set({ events: opened.events.length });
        return opened;
      });
  return {
    routes,
    roomServices: { ...roomServices, open: traced('class', roomServices.open) },
    groupServices: { ...groups.roomServices, open: traced('group', groups.roomServices.open) },
    leases,
    recover: async () => {
      await leases.start();
      const forgotten = await groups.projection.projectForgotten((err, sessionId) =>
        log.error({ err, sessionId }, 'an ended group could not be projected'),
      );
      const { resumed, projected } = await recoverSessions({ db, seats, projection, log });
      await homework.closeDue();
      leases.watch((id, format) => seats.open(id, roomKindOf(format)));
      return { resumed, projected: projected + forgotten };
    },
    /** Health: throws while what was decided in classes waits to be stored. */
    storing() {
      if (!eventLog.keepsUp) throw new Error('the log of events waits for the database');
    },
    /** Ends its own work once everything that was decided is stored and told. */
    async close() {
      clearInterval(forget);
      clearInterval(project);
      await accounts.close();
      await eventLog.settled();
      await settled();
      await groups.settled();
      await leases.close();
    },
  };
}
