import { z } from 'zod';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import { locale, pageQuery, uuid } from '../../../wire/common.ts';
import * as wire from '../../../wire/records.ts';
import * as replayWire from '../../../wire/replay.ts';
import { rejoinBody } from '../../../wire/session.ts';
import type { ReplayService } from '../replay/replay.service.ts';
import type { ClassReportService } from './class-report.service.ts';
import type { Mistakes } from './mistakes.service.ts';
import type { QuestionStatisticsService } from './question-statistics.service.ts';
import type { SessionRemoval } from './session-removal.service.ts';

interface Services {
  classReports: ClassReportService;
  statistics: QuestionStatisticsService;
  mistakes: Mistakes;
  removal: SessionRemoval;
  replays: ReplayService;
}

const tag = 'Reports';
const one = z.strictObject({ id: uuid });
const inLanguage = z.strictObject({ locale: locale.default('en') });

/** What stays of sessions, beside the report of each. */
export function recordRoutes({ classReports, statistics, mistakes, removal, replays }: Services): Route[] {
  return [
    route({
      method: 'delete',
      path: '/sessions/:id',
      summary: 'Delete a session that is over or never began, with everything of it',
      tag,
      auth: may('sessions.host'),
      params: one,
      response: null,
      handler: ({ caller, params }) => removal.remove(caller, params.id),
    }),
    route({
      method: 'get',
      path: '/sessions/:id/replay',
      summary: 'A class that has ended, as a timeline',
      tag,
      auth: may('sessions.host'),
      params: one,
      query: inLanguage,
      response: replayWire.replay,
      handler: ({ caller, params, query }) => replays.overview(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/sessions/:id/replay/rounds/:round',
      summary: 'The answers to one of its questions as they came, and the standings after it',
      tag,
      auth: may('sessions.host'),
      params: one.extend({ round: z.coerce.number().int().min(0).max(1_000) }),
      response: replayWire.replayRound,
      handler: ({ caller, params }) => replays.round(caller, params.id, params.round),
    }),
    route({
      method: 'get',
      path: '/classes/:id/report',
      summary: 'A class over time, and what to teach again',
      tag,
      auth: may('classes.teach'),
      params: one,
      query: inLanguage,
      response: wire.classReport,
      handler: ({ caller, params, query }) => classReports.ofClass(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/classes/:id/students/:userId/report',
      summary: 'One learner in the sessions of a class',
      tag,
      auth: may('classes.teach'),
      params: z.strictObject({ id: uuid, userId: uuid }),
      query: inLanguage,
      response: wire.learnerReport,
      handler: ({ caller, params, query }) =>
        classReports.ofLearner(caller, params.id, params.userId, query.locale),
    }),
    route({
      method: 'get',
      path: '/questions/:id/statistics',
      summary: 'A question over all sessions that I may see',
      tag,
      auth: may('sessions.host'),
      params: one,
      query: inLanguage,
      response: wire.questionStatistics,
      handler: ({ caller, params, query }) => statistics.of(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/me/mistakes',
      summary: 'My answers that were not right, newest first, with what would have been',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      query: pageQuery.extend({ locale: locale.default('en') }),
      response: wire.mistakePage,
      handler: ({ caller, query }) => mistakes.mine(caller, query),
    }),
    route({
      method: 'post',
      path: '/join/mistakes',
      summary: 'The same for a player of one session that has ended, with the resume token',
      tag,
      auth: 'anyone',
      body: rejoinBody,
      response: wire.mistakesOfSession,
      handler: ({ body }) => mistakes.ofPlayer(body.resumeToken, body.locale ?? 'en'),
    }),
  ];
}
