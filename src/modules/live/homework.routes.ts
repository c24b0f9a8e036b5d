import { z } from 'zod';
import { hasRole, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/homework.ts';
import { session } from '../../wire/session.ts';
import type { HomeworkService } from './homework.service.ts';

const tag = 'Homework';
const host = may('sessions.host');
const learner = hasRole('student');
const one = z.strictObject({ id: uuid });

/** [REP-4] */
export function homeworkRoutes(homework: HomeworkService): Route[] {
  return [
    route({
      method: 'post',
      path: '/homework',
      summary: 'Give a mission to a class as homework, until a day',
      tag,
      auth: host,
      body: wire.giveHomeworkBody,
      response: session,
      status: 201,
      idempotent: true,
      handler: ({ caller, body, idempotencyKey }) => homework.give(caller, { ...body, idempotencyKey }),
    }),
    route({
      method: 'get',
      path: '/homework/mine',
      summary: 'Homework of my classes, open and lately over, and how far I am',
      tag,
      auth: learner,
      consent: 'account',
      response: wire.myHomework,
      handler: ({ caller }) => homework.mine(caller.userId),
    }),
    route({
      method: 'get',
      path: '/homework/:id/progress',
      summary: 'Who has begun, and how far everybody is',
      tag,
      auth: host,
      params: one,
      response: wire.homeworkProgress,
      handler: ({ caller, params }) => homework.progress(caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/homework/:id',
      summary: 'Give a homework another end',
      tag,
      auth: host,
      params: one,
      body: wire.moveHomeworkBody,
      response: session,
      handler: ({ caller, params, body }) => homework.move(caller, params.id, body.closesAt),
    }),
    route({
      method: 'post',
      path: '/homework/:id/end',
      summary: 'End a homework now',
      tag,
      auth: host,
      params: one,
      response: null,
      status: 204,
      handler: ({ caller, params }) => homework.end(caller, params.id),
    }),
  ];
}
