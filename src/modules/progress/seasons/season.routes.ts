import { z } from 'zod';
import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import { uuid } from '../../../wire/common.ts';
import * as wire from '../../../wire/season.ts';
import type { SeasonService } from './season.service.ts';

const tag = 'Progress';
const ofLearner = { tag, auth: hasRole('student'), consent: 'account' } as const;
const oneLevel = z.strictObject({ id: uuid, level: z.coerce.number().int().min(1).max(wire.mostLevels) });

export function seasonRoutes(seasons: SeasonService): Route[] {
  return [
    route({
      ...ofLearner,
      method: 'get',
      path: '/me/season',
      summary: 'The season that runs, how far I am, and what its levels bring',
      query: wire.inLocale,
      response: wire.mySeason,
      handler: async ({ caller, query }) => ({ season: await seasons.read(caller, query.locale) }),
    }),
    route({
      ...ofLearner,
      method: 'post',
      path: '/me/seasons/:id/levels/:level/claim',
      summary: 'Take the reward of a level that I have reached',
      params: oneLevel,
      query: wire.inLocale,
      response: wire.seasonClaimed,
      handler: ({ caller, params, query }) =>
        seasons.claim(caller, { seasonId: params.id, level: params.level }, query.locale),
    }),
  ];
}
