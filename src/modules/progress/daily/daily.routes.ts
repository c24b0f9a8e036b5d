import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/daily.ts';
import type { DailyService } from './daily.service.ts';

const ofLearner = { tag: 'Progress', auth: hasRole('student'), consent: 'account' } as const;

export function dailyRoutes(daily: DailyService): Route[] {
  return [
    route({
      ...ofLearner,
      method: 'get',
      path: '/me/daily-challenge',
      summary: 'The challenge of my day, how far I am with it, and what waits from days before',
      response: wire.ownDailyChallenges,
      handler: ({ caller }) => daily.read(caller),
    }),
    route({
      ...ofLearner,
      method: 'post',
      path: '/me/daily-challenge/claim',
      summary: 'Claim what a challenge gives that I have done',
      body: wire.dailyClaim,
      response: null,
      handler: ({ caller, body }) => daily.claim(caller, body.id),
    }),
  ];
}
