import { z } from 'zod';
import type { SeatedLearner } from '../../domain/presence/whereabouts.ts';
import type { Database } from '../../platform/database/database.ts';
import { hasRole, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import * as classWire from '../../wire/class-missions.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/learning.ts';
import { createActiveTime } from './active-time.service.ts';
import { createAtWork } from './at-work.ts';
import { createClassMissions } from './class-missions.service.ts';
import { createHints } from './hint.service.ts';
import { createMissionMap } from './map.service.ts';
import { createRunService } from './run.service.ts';

const tag = 'Missions alone';
const learner = { tag, auth: hasRole('student'), consent: 'account' } as const;
const teacher = { tag, auth: may('classes.teach') } as const;
const one = z.strictObject({ id: uuid });
const ofLesson = z.strictObject({ id: uuid, lessonId: uuid });

interface Dependencies {
  db: Database;
  onSignedOut(forget: (signOut: { userId: string }) => void): unknown;
}

/** [ALO] Learners work through missions alone. */
export function createLearningModule({ db, onSignedOut }: Dependencies) {
  const now = () => new Date();
  const map = createMissionMap({ db });
  const runs = createRunService({ db, now });
  const hints = createHints({ db, now });
  const time = createActiveTime({ db, now });
  const classes = createClassMissions({ db, now });
  const atWork = createAtWork(() => performance.now());
  onSignedOut(({ userId }) => atWork.gone(userId));
  const routes: Route[] = [
    route({
      ...learner,
      method: 'get',
      path: '/me/missions',
      summary: 'Missions that I can work through alone, by topic, and how far I am',
      query: wire.inLanguage,
      response: wire.missionMap,
      handler: ({ caller, query }) => map.read(caller, caller.userId, query.locale),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/open',
      summary: 'Begin a mission, or go on where I was',
      params: one,
      body: wire.openBody,
      response: wire.opened,
      handler: ({ caller, params, body }) => runs.open(caller, params.id, body),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/answers',
      summary: 'Answer questions, also those that waited on the device; each counts once',
      params: one,
      body: wire.answersBody,
      response: wire.answersTaken,
      handler: ({ caller, params, body }) => runs.answer(caller, params.id, body),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/lessons/:lessonId/complete',
      summary: 'A lesson without questions is done',
      params: ofLesson,
      body: wire.lessonBody,
      response: wire.ownMission,
      handler: ({ caller, params, body }) => runs.complete(caller, params.id, params.lessonId, body),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/lessons/:lessonId/again',
      summary: 'Try a lesson again',
      params: ofLesson,
      body: wire.lessonBody,
      response: wire.ownMission,
      handler: ({ caller, params, body }) => runs.again(caller, params.id, params.lessonId, body),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/hints',
      summary: 'Uncover a hint for coins',
      params: one,
      body: wire.hintBody,
      response: wire.ownMission,
      handler: ({ caller, params, body }) => hints.uncover(caller, params.id, body),
    }),
    route({
      ...learner,
      method: 'post',
      path: '/me/missions/:id/activity',
      summary: 'I am still at it: counts active time',
      params: one,
      body: wire.activityBody,
      response: wire.activity,
      async handler({ caller, params, body }) {
        const activity = await time.here(caller, params.id, body);
        atWork.heard(caller.userId);
        return activity;
      },
    }),
    route({
      ...teacher,
      method: 'get',
      path: '/classes/:id/missions',
      summary: 'How far the learners of a class are in missions alone, and who has been quiet for two weeks',
      params: one,
      query: wire.inLanguage,
      response: classWire.classMissions,
      handler: ({ caller, params, query }) => classes.ofClass(caller, params.id, query.locale),
    }),
    route({
      ...teacher,
      method: 'get',
      path: '/classes/:id/students/:userId/missions',
      summary: 'How far a learner of my class is in missions alone, and where it is hard',
      params: z.strictObject({ id: uuid, userId: uuid }),
      query: wire.inLanguage,
      response: classWire.learnerMissions,
      handler: ({ caller, params, query }) =>
        classes.ofLearner(caller, { groupId: params.id, userId: params.userId, ...query }),
    }),
  ];
  return { routes, atWork: (): SeatedLearner[] => atWork.learners() };
}
