import { z } from 'zod';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import { uuid } from '../../../wire/common.ts';
import { inLanguage, missionMap } from '../../../wire/learning.ts';
import * as wire from '../../../wire/week.ts';
import type { FamilyService } from '../../family/family.service.ts';
import type { MissionMapService } from '../../learning/map.service.ts';
import type { ProgressService } from '../progress.service.ts';
import type { WeekService } from './week.service.ts';
import type { WeeklyLettersService } from './weekly-letters.service.ts';

const tag = 'Progress';
const one = z.strictObject({ id: uuid });

interface Services {
  weeks: WeekService;
  missions: MissionMapService;
  letters: WeeklyLettersService;
  family: Pick<FamilyService, 'requireChild'>;
  progress: Pick<ProgressService, 'requireTaught'>;
}

export function weekRoutes({ weeks, missions, letters, family, progress }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/week',
      summary: 'What I did this week, or in one of the seven before',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      query: wire.weekQuery,
      response: wire.learningWeek,
      handler: ({ caller, query }) => weeks.read(caller, caller.userId, query),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/week',
      summary: 'What a child did this week, or in one of the seven before',
      tag,
      auth: 'signed-in',
      params: one,
      query: wire.weekQuery,
      response: wire.learningWeek,
      async handler({ caller, params, query }) {
        await family.requireChild(caller, params.id);
        return weeks.read(caller, params.id, query);
      },
    }),
    route({
      method: 'get',
      path: '/learners/:id/week',
      summary: 'What a learner whom I teach did this week, or in one of the seven before',
      tag,
      auth: may('classes.teach'),
      params: one,
      query: wire.weekQuery,
      response: wire.learningWeek,
      async handler({ caller, params, query }) {
        await progress.requireTaught(caller, params.id);
        return weeks.read(caller, params.id, query);
      },
    }),
    route({
      method: 'get',
      path: '/family/children/:id/missions',
      summary: 'Missions that a child can work through alone, and how far the child is',
      tag,
      auth: 'signed-in',
      params: one,
      query: inLanguage,
      response: missionMap,
      async handler({ caller, params, query }) {
        await family.requireChild(caller, params.id);
        return missions.read(caller, params.id, query.locale);
      },
    }),
    route({
      method: 'get',
      path: '/family/weekly-report',
      summary: 'Whether I get a letter about the week of my children',
      tag: 'Family',
      auth: hasRole('guardian'),
      response: wire.weeklyLetters,
      handler: ({ caller }) => letters.read(caller),
    }),
    route({
      method: 'put',
      path: '/family/weekly-report',
      summary: 'Get a letter about the week of my children, or none',
      tag: 'Family',
      auth: hasRole('guardian'),
      body: wire.weeklyLettersBody,
      response: wire.weeklyLetters,
      handler: ({ caller, body }) => letters.set(caller, body.on),
    }),
    route({
      method: 'post',
      path: '/weekly-report/stop',
      summary: 'No more letters about the week: what a mail program or a page sends for the link of a letter',
      tag: 'Family',
      auth: 'anyone',
      limit: { times: 30, seconds: 60 },
      query: wire.stopQuery,
      response: null,
      handler: ({ query }) => letters.stop(query.token),
    }),
  ];
}
