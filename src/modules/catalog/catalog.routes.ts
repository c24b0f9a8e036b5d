import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { type Route, route } from '../../platform/http/route.ts';
import {
  missionPage,
  missionPreview,
  missionPreviewQuery,
  missionQuery,
  topics,
} from '../../wire/catalog.ts';
import { uuid } from '../../wire/common.ts';
import { mayPreviewMissions } from './catalog.policy.ts';
import { presentMission, presentPreview, presentTopic } from './catalog.presenter.ts';
import { CatalogService } from './catalog.service.ts';

export function catalogRoutes({ db }: { db: Database }): Route[] {
  return [
    route({
      method: 'get',
      path: '/topics',
      summary: 'List the topics',
      tag: 'Catalog',
      auth: 'signed-in',
      query: missionPreviewQuery,
      response: topics,
      handler: ({ caller, query: { locale } }) =>
        db.asCaller(caller, async (em) => {
          const found = await CatalogService.listTopics(em);
          return { items: found.map(({ topic, missions }) => presentTopic(topic, missions, locale)) };
        }),
    }),
    route({
      method: 'get',
      path: '/missions',
      summary: 'List the missions, without their questions',
      tag: 'Catalog',
      auth: 'signed-in',
      query: missionQuery,
      response: missionPage,
      handler: ({ caller, query }) =>
        db.asCaller(caller, async (em) => {
          const { missions, nextCursor } = await CatalogService.listMissions(em, caller, query);
          return {
            items: missions.map((mission) => presentMission(mission, query.locale, caller)),
            nextCursor,
          };
        }),
    }),
    route({
      method: 'get',
      path: '/missions/:id',
      summary: 'Look through a mission with its questions and keys',
      tag: 'Catalog',
      auth: mayPreviewMissions,
      params: z.strictObject({ id: uuid }),
      query: missionPreviewQuery,
      response: missionPreview,
      handler: ({ caller, params, query }) =>
        db.asCaller(caller, async (em) => {
          const { mission, tree } = await CatalogService.readMission(em, params.id);
          return presentPreview(mission, tree, query.locale, caller);
        }),
    }),
  ];
}
