import { z } from 'zod';
import type { Database } from '../../../platform/database/database.ts';
import { may } from '../../../platform/http/caller.ts';
import { file, type Route, route } from '../../../platform/http/route.ts';
import {
  changedMission,
  changedQuestion,
  missionDraft,
  missionOutline,
  newMission,
  newQuestion,
  written,
} from '../../../wire/authoring.ts';
import { uuid } from '../../../wire/common.ts';
import type { MediaService } from '../../media/media.service.ts';
import { createAuthoringService } from './authoring.service.ts';

const mayWrite = may('missions.write');
const ofMission = z.strictObject({ id: uuid });
const tag = 'Authoring';
/** A person who writes: far more than anyone types, and little enough that a script fills no disk. */
const limit = { times: 1_200, seconds: 3_600 };

interface Dependencies {
  db: Database;
  media: Pick<MediaService, 'filesOf'>;
}

export function authoringRoutes({ db, media }: Dependencies): Route[] {
  const authoring = createAuthoringService(db, media);
  return [
    route({
      method: 'post',
      path: '/missions',
      summary: 'Begin a mission',
      tag,
      auth: mayWrite,
      body: newMission,
      response: written,
      status: 201,
      limit,
      handler: ({ caller, body }) => authoring.create(caller, body),
    }),
    route({
      method: 'post',
      path: '/missions/:id/copy',
      summary: 'Copy a mission with all that is in it, as an own one',
      tag,
      auth: mayWrite,
      params: ofMission,
      response: written,
      status: 201,
      limit: { times: 120, seconds: 3_600 },
      handler: ({ caller, params }) => authoring.copy(caller, params.id),
    }),
    route({
      method: 'get',
      path: '/missions/:id/draft',
      summary: 'Read a mission as its author writes it: every language, every key',
      tag,
      auth: mayWrite,
      params: ofMission,
      response: missionDraft,
      handler: ({ caller, params }) => authoring.draft(caller, params.id),
    }),
    route({
      method: 'get',
      path: '/missions/:id/export',
      summary:
        'Take a mission along: a ZIP of its YAML files, as `content/` has them, with its pictures, recordings and films',
      tag,
      auth: mayWrite,
      params: ofMission,
      response: file('application/zip'),
      limit: { times: 60, seconds: 3_600 },
      handler: ({ caller, params }) => authoring.export(caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/missions/:id',
      summary: 'Change what a mission says of itself, and its objectives',
      tag,
      auth: mayWrite,
      params: ofMission,
      body: changedMission,
      response: written,
      limit,
      handler: ({ caller, params, body }) => authoring.change(caller, params.id, body),
    }),
    route({
      method: 'delete',
      path: '/missions/:id',
      summary: 'Take a mission out of the library; sessions and reports keep what they have of it',
      tag,
      auth: mayWrite,
      params: ofMission,
      response: null,
      handler: ({ caller, params }) => authoring.archive(caller, params.id),
    }),
    ...partRoutes(authoring),
  ];
}

const partRoutes = (authoring: ReturnType<typeof createAuthoringService>): Route[] => [
  route({
    method: 'put',
    path: '/missions/:id/outline',
    summary: 'Write lessons, and put lessons and questions into an order; what is left out goes',
    tag,
    auth: mayWrite,
    params: ofMission,
    body: missionOutline,
    jsonBytes: 2_000_000,
    response: written,
    limit,
    handler: ({ caller, params, body }) => authoring.outline(caller, params.id, body),
  }),
  route({
    method: 'post',
    path: '/missions/:id/questions',
    summary: 'Add a question of any kind to a lesson',
    tag,
    auth: mayWrite,
    params: ofMission,
    body: newQuestion,
    response: written,
    status: 201,
    limit,
    handler: ({ caller, params, body }) => authoring.addQuestion(caller, params.id, body),
  }),
  route({
    method: 'put',
    path: '/missions/:id/questions/:questionId',
    summary: 'Write a question anew',
    tag,
    auth: mayWrite,
    params: ofMission.extend({ questionId: uuid }),
    body: changedQuestion,
    response: written,
    limit,
    handler: ({ caller, params, body }) =>
      authoring.changeQuestion(caller, params.id, params.questionId, body),
  }),
];
