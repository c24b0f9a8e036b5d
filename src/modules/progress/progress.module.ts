import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { hasRole, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { EventJob } from '../../platform/jobs/relay.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/progress.ts';
import type { FamilyService } from '../family/family.service.ts';
import { avatarRoutes } from './avatars/avatar.routes.ts';
import { createAvatarService } from './avatars/avatar.service.ts';
import { badgeRoutes } from './badges/badges.routes.ts';
import { buyFreeze } from './freeze.service.ts';
import { createClassMasteryService } from './mastery/class-mastery.service.ts';
import { masteryHandler } from './mastery/facts.ts';
import { masteryRoutes } from './mastery/mastery.routes.ts';
import { createMasteryService } from './mastery/mastery.service.ts';
import { createMasteryProjection } from './mastery/mastery-projection.ts';
import { createProgressService } from './progress.service.ts';
import { badgesChanged, createProgressProjection, handledTypes, handler } from './projection.ts';
import { answersChecked, studiedTypes } from './studied.ts';

interface Dependencies {
  db: Database;
  jobs: Pick<Jobs, 'work' | 'every'>;
  family: Pick<FamilyService, 'requireChild'>;
}

const tag = 'Progress';
const one = z.strictObject({ id: uuid });

/** XP, levels, streaks and badges: what learners do under their accounts, and what they see of it. */
export function createProgressModule({ db, jobs, family }: Dependencies) {
  jobs.work<EventJob>(handler, createProgressProjection(db).handle);
  const mastery = createMasteryProjection(db);
  jobs.work<EventJob>(masteryHandler, mastery.handle);
  jobs.every('mastery-renewals', '* * * * *', (signal) => mastery.renew(signal));
  const now = () => new Date();
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
      family,
    }),
  );
  routes.push(...avatarRoutes(createAvatarService({ jobs: db.jobs, now })));
  /** Jobs that work on events, by their type. */
  const jobsOf = {
    ...Object.fromEntries(handledTypes.map((type) => [type, [handler, masteryHandler]])),
    ...Object.fromEntries(studiedTypes.map((type) => [type, [handler]])),
    [answersChecked]: [handler, masteryHandler],
    [badgesChanged]: [handler],
  };
  return { routes, jobsOf };
}
