import { z } from 'zod';
import { hasRole, may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import * as wire from '../../wire/classes.ts';
import { pageQuery, uuid } from '../../wire/common.ts';
import { presentSignedIn, type SignInConfig } from '../identity/account.service.ts';
import type { CardService } from './card.service.ts';
import type { ClassService } from './class.service.ts';
import type { MembershipService } from './membership.service.ts';
import type { RosterService } from './roster.service.ts';
import type { SchoolYearService } from './school-year.service.ts';

interface Services {
  config: SignInConfig;
  classes: ClassService;
  members: MembershipService;
  rosters: RosterService;
  cards: CardService;
  years: SchoolYearService;
  base(reached: { baseUrl: string }): string;
}

const tag = 'Classes';
const byId = z.strictObject({ id: uuid });
const teacher = may('classes.teach');
/** A colleague shares a class; codes are for learners. */
const learner = hasRole('student');
const nothing = z.strictObject({});
/** Codes are short: whoever guesses learns slowly. */
const guesses = { times: 20, seconds: 60 };
const roster = { times: 20, seconds: 600 };
/** 600 KB as base64, and the words around it. */
const rosterBytes = 900_000;

export function classRoutes({ config, classes, members, rosters, cards, years, base }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/classes',
      summary: 'My classes, by name',
      tag,
      auth: 'signed-in',
      query: wire.classQuery,
      response: wire.classPage,
      handler: ({ caller, query: { archived, all, ...page } }) =>
        classes.list(caller, { ...page, archived: archived === 'yes', all: all === 'yes' }),
    }),
    route({
      method: 'post',
      path: '/classes',
      summary: 'Make a class',
      tag,
      auth: teacher,
      body: wire.newClassBody,
      response: wire.schoolClass,
      status: 201,
      handler: ({ caller, body }) => classes.make(caller, body),
    }),
    route({
      method: 'post',
      path: '/classes/turn-year',
      summary: 'Make next year’s classes of this year’s, and put these away',
      tag,
      auth: teacher,
      body: wire.turnYearBody,
      response: wire.yearTurned,
      handler: ({ caller, body }) => years.turn(caller, body),
    }),
    route({
      method: 'get',
      path: '/classes/:id',
      summary: 'One class',
      tag,
      auth: 'signed-in',
      params: byId,
      response: wire.schoolClass,
      handler: ({ caller, params }) => classes.read(caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/classes/:id',
      summary: 'Change a class, put it away or take it out again',
      tag,
      auth: teacher,
      params: byId,
      body: wire.changeClassBody,
      response: wire.schoolClass,
      handler: ({ caller, params, body }) => classes.change(caller, params.id, body),
    }),
    route({
      method: 'put',
      path: '/classes/:id/code',
      summary: 'A new class code, or none',
      tag,
      auth: teacher,
      params: byId,
      body: wire.classCodeBody,
      response: wire.schoolClass,
      handler: ({ caller, params, body }) => classes.setCode(caller, params.id, body.open),
    }),
    route({
      method: 'get',
      path: '/classes/:id/students',
      summary: 'The learners of a class, by name',
      tag,
      auth: teacher,
      params: byId,
      query: pageQuery,
      response: wire.studentPage,
      handler: ({ caller, params, query }) => members.students(caller, params.id, query),
    }),
    route({
      method: 'patch',
      path: '/classes/:id/students/:userId',
      summary: 'Change how a learner is called, or the grade',
      tag,
      auth: teacher,
      params: wire.studentParams,
      body: wire.studentProfileBody,
      response: wire.classStudent,
      handler: ({ caller, params, body }) => members.changeStudent(caller, params.id, params.userId, body),
    }),
    route({
      method: 'put',
      path: '/classes/:id/students/:userId/time',
      summary: 'Keep how much time a learner has for a question, in all classes',
      tag,
      auth: teacher,
      params: wire.studentParams,
      body: wire.studentTimeBody,
      response: wire.classStudent,
      handler: ({ caller, params, body }) =>
        members.setTime(caller, params.id, params.userId, body.timeFactor),
    }),
    route({
      method: 'delete',
      path: '/classes/:id/students/:userId',
      summary: 'Take a learner out of a class',
      tag,
      auth: teacher,
      params: wire.studentParams,
      response: null,
      handler: ({ caller, params }) => members.removeStudent(caller, params.id, params.userId),
    }),
    route({
      method: 'get',
      path: '/colleagues',
      summary: 'Teachers of the organization, to share a class with',
      tag,
      auth: teacher,
      query: wire.colleagueQuery,
      response: wire.colleagues,
      handler: async ({ caller, query }) => ({ items: await members.colleagues(caller, query.search) }),
    }),
    route({
      method: 'post',
      path: '/classes/:id/teachers',
      summary: 'Share a class with a colleague, for good or until a day',
      tag,
      auth: teacher,
      params: byId,
      body: wire.addTeacherBody,
      response: wire.schoolClass,
      handler: ({ caller, params, body }) => members.addTeacher(caller, params.id, body),
    }),
    route({
      method: 'delete',
      path: '/classes/:id/teachers/:userId',
      summary: 'Take a colleague out of a class',
      tag,
      auth: teacher,
      params: wire.studentParams,
      response: null,
      handler: ({ caller, params }) => members.removeTeacher(caller, params.id, params.userId),
    }),
    route({
      method: 'post',
      path: '/class-code',
      summary: 'Which class a code belongs to',
      tag,
      auth: 'anyone',
      body: wire.codeBody,
      response: wire.classPreview,
      limit: guesses,
      handler: ({ body }) => classes.preview(body.code),
    }),
    route({
      method: 'post',
      path: '/class-code/join',
      summary: 'Come into a class with its code',
      tag,
      auth: learner,
      body: wire.codeBody,
      response: wire.schoolClass,
      limit: guesses,
      handler: ({ caller, body }) => classes.join(caller, body.code),
    }),
    route({
      method: 'post',
      path: '/classes/:id/leave',
      summary: 'Leave a class as a learner',
      tag,
      auth: 'signed-in',
      params: byId,
      body: nothing,
      response: null,
      handler: ({ caller, params }) => members.leave(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/classes/:id/roster',
      summary: 'Look a list of pupils through; nothing is made yet',
      tag,
      auth: teacher,
      params: byId,
      jsonBytes: rosterBytes,
      body: wire.rosterBody,
      response: wire.rosterPreview,
      limit: roster,
      handler: ({ caller, params, body }) =>
        rosters.preview(caller, params.id, Buffer.from(body.content, 'base64')),
    }),
    route({
      method: 'post',
      path: '/classes/:id/roster/:importId/confirm',
      summary: 'Make the pupils of a list that was looked through; a repeat gives the same',
      tag,
      auth: teacher,
      params: wire.importParams,
      body: nothing,
      response: wire.rosterDone,
      limit: roster,
      handler: ({ caller, params, baseUrl }) =>
        rosters.confirm(caller, params.id, params.importId, base({ baseUrl })),
    }),
    route({
      method: 'post',
      path: '/classes/:id/cards',
      summary: 'Cards to print, with which pupils without e-mail come in',
      tag,
      auth: teacher,
      params: byId,
      body: wire.cardsBody,
      response: wire.cards,
      status: 201,
      handler: ({ caller, params, body, baseUrl }) => cards.make(caller, params.id, body, base({ baseUrl })),
    }),
    route({
      method: 'post',
      path: '/auth/card',
      summary: 'Whose card is this?',
      tag: 'Accounts',
      auth: 'anyone',
      body: wire.cardBody,
      response: wire.cardPreview,
      limit: { times: 300, seconds: 60 },
      handler: ({ body }) => cards.preview(body.token),
    }),
    route({
      method: 'post',
      path: '/auth/card/use',
      summary: 'Choose a password with a card, and come in',
      tag: 'Accounts',
      auth: 'anyone',
      body: wire.useCardBody,
      response: wire.cardUsed,
      limit: { times: 300, seconds: 60 },
      handler: async ({ body, userAgent, reply }) =>
        presentSignedIn(await cards.use(body.token, body.password, userAgent), body.keep, reply, config),
    }),
  ];
}
