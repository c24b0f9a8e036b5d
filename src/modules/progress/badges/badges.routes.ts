import { z } from 'zod';
import type { Database } from '../../../platform/database/database.ts';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import * as wire from '../../../wire/badges.ts';
import { uuid } from '../../../wire/common.ts';
import type { FamilyService } from '../../family/family.service.ts';
import type { ProgressService } from '../progress.service.ts';
import { createBadgesService } from './badges.service.ts';

interface Dependencies {
  db: Database;
  family: Pick<FamilyService, 'requireChild'>;
  progress: Pick<ProgressService, 'requireTaught'>;
}

const tag = 'Progress';
const one = z.strictObject({ id: uuid });

export function badgeRoutes({ db, family, progress }: Dependencies): Route[] {
  const badges = createBadgesService({ db });
  const own = { auth: hasRole('student'), consent: 'account' } as const;
  return [
    route({
      method: 'get',
      path: '/me/badges',
      summary: 'My badges, and how far I am with the others',
      tag,
      ...own,
      response: wire.badgeWall,
      handler: ({ caller }) => badges.read(caller, caller.userId),
    }),
    route({
      method: 'put',
      path: '/me/badges/:id',
      summary: 'Wear a badge, or take it off; mark it as a favourite',
      tag,
      ...own,
      params: one,
      body: wire.badgeChange,
      response: null,
      status: 204,
      handler: ({ caller, params, body }) => badges.change(caller, params.id, body),
    }),
    route({
      method: 'post',
      path: '/me/badges/seen',
      summary: 'I have seen that these badges are new',
      tag,
      ...own,
      body: wire.badgesSeen,
      response: null,
      status: 204,
      handler: ({ caller, body }) => badges.markSeen(caller, body.ids),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/badges',
      summary: 'Badges of a child',
      tag,
      auth: 'signed-in',
      params: one,
      response: wire.badgeWall,
      async handler({ caller, params }) {
        await family.requireChild(caller, params.id);
        return badges.read(caller, params.id);
      },
    }),
    route({
      method: 'get',
      path: '/learners/:id/badges',
      summary: 'Badges of a learner whom I teach',
      tag,
      auth: may('classes.teach'),
      params: one,
      response: wire.badgeWall,
      async handler({ caller, params }) {
        await progress.requireTaught(caller, params.id);
        return badges.read(caller, params.id);
      },
    }),
  ];
}
