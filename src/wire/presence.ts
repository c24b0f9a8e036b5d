import { z } from 'zod';
import type { Doing } from '../domain/presence/whereabouts.ts';
import { uuid } from './common.ts';

/** `lobby`: waits for a class or a group to start; `homework`, `race`, `practice` and `lesson`: alone; `online`: has a page open. */
const doing = z.enum([
  'challenge',
  'group',
  'lobby',
  'homework',
  'race',
  'practice',
  'lesson',
  'online',
] satisfies Doing[]);

export const learnerPresence = z.strictObject({
  id: uuid,
  doing,
  /** What is played; null where nothing is, or the caller may not know it. */
  title: z.string().nullable(),
});
export type LearnerPresence = z.infer<typeof learnerPresence>;

export const presence = z.strictObject({
  /** Those who are here at this moment. */
  learners: z.array(learnerPresence),
  /** Not all of the service could be asked: somebody who is missing may be here. */
  partial: z.boolean(),
});
export type Presence = z.infer<typeof presence>;
