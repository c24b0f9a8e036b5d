import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/race.ts';
import type { RaceService } from './race.service.ts';

const tag = 'Races';
const learner = hasRole('student');

/** [REP-3] */
export function raceRoutes(races: RaceService): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/races',
      summary: 'Earlier runs, own ones and of my classes, that I can race against',
      tag,
      auth: learner,
      consent: 'account',
      response: wire.races,
      handler: ({ caller }) => races.list(caller),
    }),
    route({
      method: 'post',
      path: '/me/races',
      summary: 'Begin a race against an earlier run, or go on with it',
      tag,
      auth: learner,
      consent: 'live_rooms',
      body: wire.startRaceBody,
      response: wire.startedRace,
      status: 201,
      limit: { times: 30, seconds: 3_600 },
      handler: ({ caller, body }) => races.start(caller, body),
    }),
  ];
}
