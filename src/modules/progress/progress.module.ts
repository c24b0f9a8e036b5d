import { z } from 'zod';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import type { Database } from '../../platform/database/database.ts';
import { hasRole, may } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { EventJob } from '../../platform/jobs/relay.ts';
import type { Log } from '../../platform/log/log.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/progress.ts';
import type { FamilyService } from '../family/family.service.ts';
import { createMissionMap } from '../learning/map.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { avatarRoutes } from './avatars/avatar.routes.ts';
import { createAvatarService } from './avatars/avatar.service.ts';
import { serveAvatars } from './avatars/serve-avatars.ts';
import { badgeRoutes } from './badges/badges.routes.ts';
import { dailyRoutes } from './daily/daily.routes.ts';
import { createDailyService } from './daily/daily.service.ts';
import { keepDays } from './daily/daily-hours.ts';
import { buyFreeze } from './freeze.service.ts';
import { createBoardSettingsService } from './leaderboard/board-settings.service.ts';
import { leaderboardRoutes } from './leaderboard/leaderboard.routes.ts';
import { createLeaderboardService } from './leaderboard/leaderboard.service.ts';
import { refreshLeaderboard, refreshSeconds } from './leaderboard/refresh.ts';
import { createClassMasteryService } from './mastery/class-mastery.service.ts';
import { masteryHandler } from './mastery/facts.ts';
import { masteryRoutes } from './mastery/mastery.routes.ts';
import { createMasteryService } from './mastery/mastery.service.ts';
import { createMasteryProjection } from './mastery/mastery-projection.ts';
import { createObjectiveAnswers } from './mastery/objective-answers.service.ts';
import { createProgressService } from './progress.service.ts';
import { badgesChanged, createProgressProjection, handledTypes, handler } from './projection.ts';
import { seasonRoutes } from './seasons/season.routes.ts';
import { createSeasonService } from './seasons/season.service.ts';
import { turnSeasons } from './seasons/season-turn.ts';
import { answersChecked, studiedTypes } from './studied.ts';
import { weekRoutes } from './week/week.routes.ts';
import { createWeekService } from './week/week.service.ts';
import { createWeeklyLetters } from './week/weekly-letters.service.ts';
import { createWeeklyReports } from './week/weekly-report.service.ts';

interface Dependencies {
  db: Database;
  jobs: Pick<Jobs, 'work' | 'every'>;
  family: Pick<FamilyService, 'requireChild' | 'children'>;
  mail: MailService;
  limits: Pick<Limits, 'limiter'>;
  /** For links that stop letters. */
  stopKeys: KeyRing;
  /** Where the server is reached, when nobody's request tells it. */
  baseUrl: () => string;
  log: Log;
}

const tag = 'Progress';
const one = z.strictObject({ id: uuid });

/** XP, levels, streaks, badges and seasons: what learners do under their accounts, and what they see of it. */
export function createProgressModule({
  db,
  jobs,
  family,
  mail,
  limits,
  stopKeys,
  baseUrl,
  log,
}: Dependencies) {
  const now = () => new Date();
  jobs.work<EventJob>(handler, createProgressProjection({ jobs: db.jobs, now }).handle);
  const mastery = createMasteryProjection(db);
  jobs.work<EventJob>(masteryHandler, mastery.handle);
  jobs.every('mastery-renewals', '* * * * *', (signal) => mastery.renew(signal));
  jobs.every('leaderboard', '*/5 * * * *', async () => void (await refreshLeaderboard(db)), {
    seconds: refreshSeconds + 10,
  });
  jobs.every('seasons', '4 * * * *', (signal) => turnSeasons(db, now(), signal));
  jobs.every('daily-challenges', '5 * * * *', (signal) => keepDays(db.jobs, now(), signal));
  const progress = createProgressService({ db, now });
  const routes: Route[] = [
    route({
      method: 'get',
      path: '/me/progress',
      summary: 'My XP, my level and my days in a row',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      response: wire.progress,
      handler: ({ caller }) => progress.read(caller, caller.userId),
    }),
    route({
      method: 'put',
      path: '/me/day',
      summary: 'My time zone, and the hour at which my day begins',
      tag,
      auth: hasRole('student'),
      body: wire.ownDay,
      response: null,
      handler: ({ caller, body }) => progress.setDay(caller, body),
    }),
    route({
      method: 'post',
      path: '/me/streak/freezes',
      summary: 'Buy a freeze: it keeps my days in a row over a day without',
      tag,
      auth: hasRole('student'),
      response: null,
      idempotent: true,
      handler: ({ caller, requestId, idempotencyKey }) =>
        buyFreeze(db, caller.userId, idempotencyKey ?? requestId, now()),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/progress',
      summary: 'XP, level and days in a row of a child',
      tag,
      auth: 'signed-in',
      params: one,
      response: wire.progress,
      async handler({ caller, params }) {
        await family.requireChild(caller, params.id);
        return progress.read(caller, params.id);
      },
    }),
    route({
      method: 'get',
      path: '/learners/:id/progress',
      summary: 'XP, level and days in a row of a learner whom I teach',
      tag,
      auth: may('classes.teach'),
      params: one,
      response: wire.progress,
      handler: ({ caller, params }) => progress.ofLearner(caller, params.id),
    }),
    ...badgeRoutes({ db, family, progress }),
  ];
  routes.push(
    ...masteryRoutes({
      mastery: createMasteryService({ db }),
      classes: createClassMasteryService({ db }),
      answers: createObjectiveAnswers({ db }),
      progress,
      family,
    }),
  );
  routes.push(
    ...leaderboardRoutes({
      boards: createLeaderboardService({ db, now }),
      settings: createBoardSettingsService({ db, family }),
    }),
  );
  routes.push(...dailyRoutes(createDailyService({ db, now })));
  const weeks = createWeekService({ db, now });
  const letters = createWeeklyLetters({ db, ring: stopKeys, mail });
  const reports = createWeeklyReports({ db, mail, weeks, letters, family, baseUrl, log });
  jobs.every('weekly-reports', '9 * * * *', async (signal) => void (await reports.run(now(), signal)), {
    seconds: 3_000,
  });
  const missions = createMissionMap({ db });
  routes.push(...weekRoutes({ weeks, missions, letters, family, progress }));
  routes.push(...avatarRoutes(createAvatarService({ jobs: db.jobs, now })));
  routes.push(...seasonRoutes(createSeasonService(db)));
  /** Jobs that work on events, by their type. */
  const jobsOf = {
    ...Object.fromEntries(handledTypes.map((type) => [type, [handler, masteryHandler]])),
    ...Object.fromEntries(studiedTypes.map((type) => [type, [handler]])),
    [answersChecked]: [handler, masteryHandler],
    [badgesChanged]: [handler],
  };
  return { routes, jobsOf, files: serveAvatars({ db, limits }) };
}
