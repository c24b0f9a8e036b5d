import { z } from 'zod';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import { uuid } from '../../../wire/common.ts';
import * as wire from '../../../wire/leaderboard.ts';
import type { BoardSettingsService } from './board-settings.service.ts';
import type { LeaderboardService } from './leaderboard.service.ts';

interface Services {
  boards: LeaderboardService;
  settings: BoardSettingsService;
}

const tag = 'Progress';
const one = z.strictObject({ id: uuid });

export function leaderboardRoutes({ boards, settings }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/classes/:id/leaderboard',
      summary: 'What the learners of a class did in a week, by effort or XP, as far as they show it',
      tag,
      auth: 'signed-in',
      consent: 'account',
      params: one,
      query: wire.boardQuery,
      response: wire.leaderboard,
      handler: ({ caller, params, query }) => boards.ofClass(caller, params.id, query),
    }),
    route({
      method: 'put',
      path: '/classes/:id/leaderboard',
      summary: 'Whether there is a board of the week in my class',
      tag,
      auth: may('classes.teach'),
      params: one,
      body: wire.classBoard,
      response: wire.classBoard,
      handler: ({ caller, params, body }) => settings.changeClass(caller, params.id, body),
    }),
    route({
      method: 'get',
      path: '/leaderboard',
      summary: 'The board of the week of the whole school, for learners who are on it',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      query: wire.boardQuery,
      response: wire.leaderboard,
      handler: ({ caller, query }) => boards.ofSchool(caller, query),
    }),
    route({
      method: 'get',
      path: '/me/leaderboard',
      summary: 'On which boards others see me, and what my grown-ups allow',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      response: wire.ownBoards,
      handler: ({ caller }) => settings.readOwn(caller),
    }),
    route({
      method: 'put',
      path: '/me/leaderboard',
      summary: 'Say on which boards others see me',
      tag,
      auth: hasRole('student'),
      body: wire.boardChoice,
      response: wire.ownBoards,
      handler: ({ caller, body }) => settings.changeOwn(caller, body),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/leaderboard',
      summary: 'On which boards guardians let a child stand',
      tag,
      auth: 'signed-in',
      params: one,
      response: wire.childBoards,
      handler: ({ caller, params }) => settings.ofChild(caller, params.id),
    }),
    route({
      method: 'put',
      path: '/family/children/:id/leaderboard',
      summary: 'Say on which boards my child may stand',
      tag,
      auth: 'signed-in',
      params: one,
      body: wire.boardChoice,
      response: wire.childBoards,
      handler: ({ caller, params, body }) => settings.changeChild(caller, params.id, body),
    }),
  ];
}
