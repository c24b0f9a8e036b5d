import { z } from 'zod';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { file, type Route, route } from '../../../platform/http/route.ts';
import { locale, uuid } from '../../../wire/common.ts';
import * as wire from '../../../wire/group-run.ts';
import { joined } from '../../../wire/session.ts';
import { deviceHash, playerDevice } from '../player-device.ts';
import type { GroupReportService } from './group-report.service.ts';
import { groupReportCsv } from './group-report-csv.ts';
import type { GroupRunService } from './group-run.service.ts';
import type { GroupSeatService } from './group-seat.service.ts';

interface Services {
  runs: GroupRunService;
  groupSeats: GroupSeatService;
  reports: GroupReportService;
  https: boolean;
}

const tag = 'Group missions';
const host = may('sessions.host');
const learner = hasRole('student');
const one = z.strictObject({ id: uuid });
const inLanguage = z.strictObject({ locale: locale.default('en') });

export function groupRoutes({ runs, groupSeats, reports, https }: Services): Route[] {
  const device = playerDevice(https);
  return [
    route({
      method: 'post',
      path: '/group-runs',
      summary: 'Open groups of a class for a group mission',
      tag,
      auth: host,
      body: wire.openGroupsBody,
      response: wire.groupRun,
      status: 201,
      idempotent: true,
      handler: ({ caller, body, idempotencyKey }) => runs.open(caller, { ...body, idempotencyKey }),
    }),
    route({
      method: 'get',
      path: '/group-runs',
      summary: 'Group missions of a class, or of all classes that I teach, newest first',
      tag,
      auth: host,
      query: wire.groupRunQuery,
      response: wire.groupRunPage,
      handler: ({ caller, query }) => runs.list(caller, query),
    }),
    route({
      method: 'get',
      path: '/group-runs/mine',
      summary: 'Open group missions of my classes, and where I may open one',
      tag,
      auth: learner,
      consent: 'account',
      response: wire.openGroupMissions,
      handler: ({ caller }) => groupSeats.mine(caller.userId),
    }),
    route({
      method: 'post',
      path: '/group-runs/own',
      summary: 'Open a group myself, where the teacher allows it for the class',
      tag,
      auth: learner,
      consent: 'live_rooms',
      body: wire.openOwnGroupBody,
      response: one,
      status: 201,
      handler: ({ caller, body }) => runs.openOwn(caller, body),
    }),
    route({
      method: 'post',
      path: '/group-runs/join',
      summary: 'Join a group as a guest, with the PIN of the group mission',
      tag,
      auth: 'anyone',
      body: wire.groupJoinBody,
      response: joined,
      status: 201,
      handler: ({ body, address, cookies, reply }) =>
        groupSeats.join({ ...body, address, device: deviceHash(device.keep(cookies, reply)) }),
    }),
    route({
      method: 'get',
      path: '/group-runs/:id',
      summary: 'One group mission of a class',
      tag,
      auth: host,
      params: one,
      response: wire.groupRun,
      handler: ({ caller, params }) => runs.get(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/group-runs/:id/seat',
      summary: 'My seat in a group: the one I had, the planned one, or one in the smallest group',
      tag,
      auth: learner,
      params: one,
      body: wire.groupSeatBody,
      response: joined,
      handler: ({ caller, params, body, cookies, reply }) =>
        groupSeats.take({ userId: caller.userId, sessionFamily: caller.sessionFamily }, params.id, {
          locale: body.locale,
          device: deviceHash(device.keep(cookies, reply)),
        }),
    }),
    route({
      method: 'post',
      path: '/group-runs/:id/watch',
      summary: 'A seat at the panel of all groups',
      tag,
      auth: host,
      params: one,
      body: wire.groupSeatBody,
      response: wire.groupWatchSeat,
      handler: ({ caller, params, body }) => runs.watch(caller, params.id, body.locale),
    }),
    route({
      method: 'get',
      path: '/group-runs/:id/report',
      summary: 'What each group came to, and who gave what to it',
      tag,
      auth: host,
      params: one,
      query: inLanguage,
      response: wire.groupRunReport,
      handler: ({ caller, params, query }) => reports.report(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/group-runs/:id/report.csv',
      summary: 'The report as a table: a row per learner',
      tag,
      auth: host,
      params: one,
      query: inLanguage,
      response: file('text/csv; charset=utf-8'),
      async handler({ caller, params, query }) {
        const content = groupReportCsv(await reports.report(caller, params.id, query.locale), query.locale);
        return { filename: `groups-${params.id}.csv`, content };
      },
    }),
    route({
      method: 'get',
      path: '/classes/:id/own-groups',
      summary: 'Whether learners of the class may open group missions by themselves',
      tag,
      auth: host,
      params: one,
      response: wire.learnersMayOpen,
      handler: ({ caller, params }) => runs.readLearnersMayOpen(caller, params.id),
    }),
    route({
      method: 'put',
      path: '/classes/:id/own-groups',
      summary: 'Allow learners of the class to open group missions by themselves, or not',
      tag,
      auth: host,
      params: one,
      body: wire.learnersMayOpen,
      response: wire.learnersMayOpen,
      handler: ({ caller, params, body }) => runs.setLearnersMayOpen(caller, params.id, body.allowed),
    }),
  ];
}
