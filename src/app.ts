import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { groupsMessage } from '../rooms/group-mission/group-line.ts';
import { defineRooms } from '../rooms/index.ts';
import { SeatOffice } from '../rooms/seat-office.ts';
import type { Config, DatabaseUrls } from './config.ts';
import { authoringRoutes } from './modules/catalog/authoring/authoring.routes.ts';
import { catalogRoutes } from './modules/catalog/catalog.routes.ts';
import { createClassesModule } from './modules/classes/classes.module.ts';
import { createHandOverService } from './modules/classes/hand-over.service.ts';
import { type ComplianceModule, createComplianceModule } from './modules/compliance/compliance.module.ts';
import { entities } from './modules/entities.ts';
import { birthRoutes } from './modules/family/birth.routes.ts';
import { createFamilyModule, type FamilyModule } from './modules/family/family.module.ts';
import { joinClass } from './modules/family/join-class.service.ts';
import { createIdentityModule } from './modules/identity/identity.module.ts';
import { createLearningModule } from './modules/learning/learning.module.ts';
import { createLiveModule } from './modules/live/live.module.ts';
import { createMediaModule } from './modules/media/media.module.ts';
import type { MediaService } from './modules/media/media.service.ts';
import { createMailModule } from './modules/notify/mail.module.ts';
import { createPush } from './modules/notify/push.ts';
import { aboutRoutes } from './modules/org/about.routes.ts';
import { peopleRoutes } from './modules/org/people.routes.ts';
import { createPeopleService } from './modules/org/people.service.ts';
import { settingsRoutes } from './modules/org/settings.routes.ts';
import { createSettingsService } from './modules/org/settings.service.ts';
import { staffProfileRoutes } from './modules/org/staff-profile.routes.ts';
import { createStaffProfileService } from './modules/org/staff-profile.service.ts';
import { createPresenceModule } from './modules/presence/presence.module.ts';
import { createProgressModule } from './modules/progress/progress.module.ts';
import { secretsRoutes } from './modules/secrets/secrets.module.ts';
import { requireKnownSecret } from './platform/crypto/data-keys.ts';
import { createEnvelope } from './platform/crypto/envelope.ts';
import { deriveKeys } from './platform/crypto/keys.ts';
import { type Passwords, startPasswords } from './platform/crypto/passwords.ts';
import { type Database, openDatabase } from './platform/database/database.ts';
import { createHttpApp } from './platform/http/http-app.ts';
import { createOriginCheck } from './platform/http/origins.ts';
import { createLimits } from './platform/http/rate-limit.ts';
import { createJobs, type Jobs } from './platform/jobs/jobs.ts';
import { createRelay, type Relay } from './platform/jobs/relay.ts';
import type { Log } from './platform/log/log.ts';
import { createMetrics } from './platform/metrics/metrics.ts';
import { readConnections, readParts } from './platform/metrics/parts.ts';
import { pushAcrossProcesses } from './platform/realtime/push-adapter.ts';
import { type Realtime, startRealtime } from './platform/realtime/server.ts';
import { createAnnouncing } from './platform/redis/announcements.ts';
import { connectRedis } from './platform/redis/redis.ts';
import { StartError } from './platform/start-error.ts';
import { startTraces } from './platform/traces/start-traces.ts';
import { version } from './version.ts';

/** A load balancer that asks every second has seen by then that this process wants nobody new. */
const noticeMs = 3_000;

const inProject = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export interface App {
  db: Database;
  passwords: Passwords;
  realtime: Realtime;
  family: FamilyModule;
  compliance: ComplianceModule;
  /** Files of questions; content is stored through it. */
  media: MediaService;
  /** What runs by the clock or later. They begin with `jobs.start()`, once people are served. */
  jobs: Jobs;
  /** Hands events over to the jobs that work on them; begins with `relay.start()`, beside them. */
  relay: Relay;
  /** Opens the port. */
  listen(): Promise<void>;
  /** Takes the classes up again that ran when the last process ended. */
  recover(): Promise<{ resumed: number; projected: number }>;
  /**
   * [DUR-5] Says that it is about to stop and gives running classes away, so that they go on elsewhere or after the next start.
   * `limitMs`: the longest wait for a question that is open.
   */
  drain(limitMs: number): Promise<void>;
  /** Takes nobody new, ends rooms and sockets, then closes what they needed. */
  close(): Promise<void>;
}

/** The only place that knows every part and joins them. Nothing listens before `listen()`. */
export async function composeApp(config: Config, urls: DatabaseUrls, log: Log): Promise<App> {
  const traces = await startTraces(config.traces, { version, node: config.nodeName }, log);
  const db = await openDatabase({ ...urls, entities, poolSize: config.databasePoolSize, traces });
  const keys = deriveKeys(config.secret, config.previousSecret);
  const passwords = startPasswords({ cost: config.passwordCost, traces });
  const metrics = createMetrics();
  readConnections(metrics, db);
  const redis = config.redisUrl ? await connectRedis(config.redisUrl, log) : null;
  const limits = createLimits(redis?.store);
  const announcing = createAnnouncing(redis && { redis, keys: keys.redis });
  const jobs = createJobs({ jobsUrl: urls.jobsUrl, log, metrics, traces });
  const isAllowedOrigin = createOriginCheck(config);
  const stopping = new AbortController();

  // in development a lost secret costs a look at the log, not the installation
  await requireKnownSecret(db.jobs, keys.master).catch((error: unknown) => {
    if (config.environment === 'production' || !(error instanceof StartError)) throw error;
    log.warn({ err: error }, 'what was sealed before opens no more');
  });
  const envelope = createEnvelope(db.jobs, keys.master);
  const letters = await createMailModule({ config, db, envelope, metrics, log });
  const { mail } = letters;
  const identity = createIdentityModule({
    config,
    db,
    keys,
    envelope,
    limits,
    announcing,
    passwords,
    mail,
    log,
  });
  const ownUrl = () => `http://localhost:${realtime.port}`;
  const baseUrl = () => config.publicUrl ?? ownUrl();
  const seats = new SeatOffice({
    node: () => realtime.node,
    where: (sessionId) => live.leases.where(sessionId),
    addressOf: (node) => realtime.addressOf(node),
    warn: (what, details) => log.warn(details ?? {}, what),
  });
  const compliance = createComplianceModule({
    db,
    dataDir: config.dataDir,
    envelope,
    proveOneself: identity.proveOneself,
    jobs,
    mailDelivers: config.mail !== null,
    gone: (userId) => identity.signOuts.announce({ userId, sessionFamily: null }),
    restrict: identity.roles.suspend,
    log,
  });
  const family = createFamilyModule({
    config,
    db,
    limits,
    announcing,
    envelope,
    mail,
    passwords,
    authenticate: identity.authenticate,
    jobs,
    erase: compliance.erasure.erase,
    exports: compliance.exports,
    requests: compliance.requests,
    proveOneself: identity.proveOneself,
    joinClass,
    signedOut: (userId) => identity.signOuts.announce({ userId, sessionFamily: null }),
    ownUrl,
  });
  letters.onBounced(family.nights.contactBounced);
  const classes = createClassesModule({
    config,
    db,
    envelope,
    passwords,
    consent: family.consent,
    signIn: identity.signIn,
    signedOut: (userId) => identity.signOuts.announce({ userId, sessionFamily: null }),
  });
  const media = createMediaModule({ config, db, jobs, log });
  const live = createLiveModule({
    db,
    keys,
    limits,
    redis,
    seats,
    node: () => realtime.node,
    announcing,
    isCutOff: () => config.nodeName !== undefined && redis?.store.isReady === false,
    authenticate: identity.authenticate,
    https: config.https,
    log,
    metrics,
    traces,
    notifyHost: (userId, change) => push.notifyUser(userId, 'sessionChanged', change),
  });
  const learning = createLearningModule({ db, onSignedOut: identity.signOuts.onSignedOut });
  const presence = createPresenceModule({
    db,
    family: family.family,
    node: () => realtime.node,
    store: redis?.store ?? null,
    seated: () => [...seats.seatedLearners(), ...learning.atWork()],
    learners: () => push.learners(),
    log,
  });
  const progress = createProgressModule({
    db,
    jobs,
    family: family.family,
    mail,
    limits,
    stopKeys: keys['mail-stop'],
    baseUrl,
    log,
  });
  const relay = createRelay({ db, jobs, jobsOf: progress.jobsOf, log });
  const rooms = defineRooms({
    services: live.roomServices,
    groups: live.groupServices,
    groupLine: redis && announcing('groups', groupsMessage),
    messagesPerSecond: config.limits.messagesPerSecond,
    warn: (what, details) => log.warn(details ?? {}, what),
    opened: (sessionId, room) => seats.opened(sessionId, room),
    closed: (sessionId, room) => seats.closed(sessionId, room),
  });
  const http = createHttpApp({
    config,
    log,
    metrics,
    traces,
    limits,
    isAllowedOrigin,
    authenticate: identity.authenticate,
    routes: [
      ...aboutRoutes({ publicUrl: config.publicUrl, version, port: () => realtime.port }),
      ...identity.routes,
      ...birthRoutes({ db, now: () => new Date() }),
      ...family.routes,
      ...secretsRoutes({ db, envelope, family: family.family, proveOneself: identity.proveOneself }),
      ...compliance.routes,
      ...classes.routes,
      ...presence.routes,
      ...peopleRoutes({
        db,
        people: createPeopleService(db),
        roles: identity.roles,
        handOver: createHandOverService({ db, roles: identity.roles }),
        base: ({ baseUrl }) => config.publicUrl ?? baseUrl,
      }),
      ...staffProfileRoutes(createStaffProfileService(db)),
      ...settingsRoutes(createSettingsService(db, { hasProvider: config.oidc.length > 0 })),
      ...catalogRoutes({ db }),
      ...authoringRoutes({ db, media: media.media }),
      ...media.routes,
      ...live.routes,
      ...learning.routes,
      ...progress.routes,
      ...letters.routes,
    ],
    health: { database: db.ping, log: live.storing, server: () => stopping.signal.throwIfAborted() },
    files: [media.files, progress.files],
    pages: inProject('web/dist'),
    version,
  });
  const realtime = await startRealtime({
    config,
    app: http,
    rooms,
    isAllowedOrigin,
    ...(redis && { keys: keys.redis, pushAdapter: await pushAcrossProcesses(redis, keys.redis) }),
    log,
  });
  readParts(metrics, { version, node: config.nodeName, db, redis, passwords, realtime, jobs });
  const { authenticate, onSignedOut } = identity;
  onSignedOut(({ userId, sessionFamily }) => seats.signedOut(userId, sessionFamily));
  family.changes.onChange(({ childId, scopes }) => {
    if (scopes && !scopes.includes('live_rooms')) seats.end(childId, 'notAllowed');
  });
  const push = createPush({
    io: realtime.io,
    authenticate,
    onSignedOut,
    log,
    asks: presence.asks,
    left: presence.left,
    ...config.limits,
  });
  presence.start();

  return {
    db,
    passwords,
    realtime,
    family,
    compliance,
    media: media.media,
    jobs,
    relay,
    listen: () => realtime.listen(),
    recover: live.recover,
    async drain(limitMs) {
      stopping.abort();
      live.leases.giveAway();
      await realtime.takeNoNewRooms();
      const over = wait(limitMs, undefined, { ref: false });
      const noticed = config.nodeName ? wait(noticeMs) : undefined;
      await seats.drain(limitMs);
      await noticed;
      // a file of a report takes seconds, and asking again would not be seen to
      await Promise.race([realtime.answered(), over]);
    },
    async close() {
      stopping.abort();
      identity.close();
      push.close();
      await realtime.close();
      await presence.close();
      await relay.close();
      await jobs.close();
      await letters.close();
      await compliance.close();
      await live.close();
      await passwords.close();
      redis?.close();
      await db.close();
      await traces.close();
    },
  };
}
