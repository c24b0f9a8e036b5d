import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { uuid } from '../../wire/common.ts';
import * as wire from '../../wire/presence.ts';
import type { FamilyService } from '../family/family.service.ts';
import { type BoardOptions, createBoard } from './board.ts';
import { createPresenceService } from './presence.service.ts';
import { createWatches } from './watches.ts';

interface Dependencies extends BoardOptions {
  db: Database;
  family: Pick<FamilyService, 'childIds'>;
}

/** Which learner is online, and in what. It stands in memory and in Redis for a few seconds, and nowhere else. */
export function createPresenceModule({ db, family, ...options }: Dependencies) {
  const board = createBoard({ ...options, changed: () => watches.look() });
  const presence = createPresenceService({ db, family, board });
  const watches = createWatches({ presence, log: options.log });
  const routes: Route[] = [
    route({
      method: 'get',
      path: '/classes/:id/presence',
      summary: 'Which learners of a class that I teach are here now, and in what',
      tag: 'Classes',
      auth: may('classes.teach'),
      params: z.strictObject({ id: uuid }),
      response: wire.presence,
      handler: ({ caller, params }) => presence.read(caller, params.id),
    }),
    route({
      method: 'get',
      path: '/family/presence',
      summary: 'Which of my children are here now, and in what',
      tag: 'Family',
      auth: 'signed-in',
      response: wire.presence,
      handler: ({ caller }) => presence.read(caller, 'children'),
    }),
  ];
  return {
    routes,
    asks: { watchPresence: watches.watch, unwatchPresence: watches.unwatch },
    left: watches.left,
    start: board.start,
    async close(): Promise<void> {
      await watches.close();
      await board.close();
    },
  };
}
