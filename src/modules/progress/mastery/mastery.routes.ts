import { z } from 'zod';
import { hasRole, may } from '../../../platform/http/caller.ts';
import { type Route, route } from '../../../platform/http/route.ts';
import { uuid } from '../../../wire/common.ts';
import * as wire from '../../../wire/mastery.ts';
import type { FamilyService } from '../../family/family.service.ts';
import type { ProgressService } from '../progress.service.ts';
import type { ClassMasteryService } from './class-mastery.service.ts';
import type { MasteryService } from './mastery.service.ts';
import type { ObjectiveAnswersService } from './objective-answers.service.ts';

const tag = 'Progress';

interface Services {
  mastery: MasteryService;
  classes: ClassMasteryService;
  answers: ObjectiveAnswersService;
  progress: Pick<ProgressService, 'requireTaught'>;
  family: Pick<FamilyService, 'requireChild'>;
}

export function masteryRoutes({ mastery, classes, answers, progress, family }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/mastery',
      summary: 'What I know by topic and objective, as far as my answers say',
      tag,
      auth: hasRole('student'),
      consent: 'account',
      query: wire.inLanguage,
      response: wire.mastery,
      handler: ({ caller, query }) => mastery.read(caller, caller.userId, query.locale),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/mastery',
      summary: 'What a child knows by topic and objective',
      tag,
      auth: 'signed-in',
      params: z.strictObject({ id: uuid }),
      query: wire.inLanguage,
      response: wire.mastery,
      async handler({ caller, params, query }) {
        await family.requireChild(caller, params.id);
        return mastery.read(caller, params.id, query.locale);
      },
    }),
    route({
      method: 'get',
      path: '/learners/:id/mastery',
      summary: 'What a learner whom I teach knows by topic and objective',
      tag,
      auth: may('classes.teach'),
      params: z.strictObject({ id: uuid }),
      query: wire.inLanguage,
      response: wire.mastery,
      async handler({ caller, params, query }) {
        await progress.requireTaught(caller, params.id);
        return mastery.read(caller, params.id, query.locale);
      },
    }),
    route({
      method: 'get',
      path: '/classes/:id/mastery',
      summary: 'What the learners of a class know of each objective, who is stuck, and what to repeat',
      tag,
      auth: may('classes.teach'),
      params: z.strictObject({ id: uuid }),
      query: wire.inLanguage,
      response: wire.classMastery,
      handler: ({ caller, params, query }) => classes.ofClass(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/classes/:id/students/:userId/answers',
      summary: 'What a learner of my class answered to one objective',
      tag,
      auth: may('classes.teach'),
      params: z.strictObject({ id: uuid, userId: uuid }),
      query: wire.answersQuery,
      response: wire.objectiveAnswers,
      handler: ({ caller, params, query }) =>
        answers.read(caller, { groupId: params.id, userId: params.userId, ...query }),
    }),
  ];
}
