import { hasRole } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/mastery.ts';
import { startedRace } from '../../../wire/race.ts';
import type { PracticeService } from './practice.service.ts';

const tag = 'Progress';
const learner = hasRole('student');

/** [MST-2] */
export function practiceRoutes(practice: PracticeService): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/practice',
      summary: 'Whether there is something for me to practise today, and how far I am',
      tag,
      auth: learner,
      consent: 'account',
      response: wire.practice,
      handler: ({ caller }) => practice.today(caller),
    }),
    route({
      method: 'post',
      path: '/me/practice',
      summary: 'Begin today’s five questions, or go on with them',
      tag,
      auth: learner,
      consent: 'live_rooms',
      body: wire.startPracticeBody,
      response: startedRace,
      status: 201,
      limit: { times: 30, seconds: 3_600 },
      handler: ({ caller, body }) => practice.start(caller, body.locale),
    }),
  ];
}
