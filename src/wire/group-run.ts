import { z } from 'zod';
import { locale, page, pageQuery, uuid } from './common.ts';
import { contribution, groupEndReason, taskOutcome } from './group-output.ts';
import { joinBody, seat } from './session.ts';

/** [GRP-3] So many groups of a class at once. */
export const mostGroups = 40;
const pageGroups = z.number().int().min(1).max(mostGroups);
const minutes = z.number().int().min(5).max(120);

export const openGroupsBody = z.strictObject({
  missionId: uuid,
  /** Of a class that the caller teaches. */
  classId: uuid,
  /** How many groups; whoever comes gets into the smallest. Or who is in which group, by account. */
  groups: z.union([pageGroups, z.array(z.array(uuid).min(2).max(8)).min(1).max(mostGroups)]),
  /** For the whole mission; default: what the mission says. */
  minutes: minutes.optional(),
});
export const openOwnGroupBody = z.strictObject({ missionId: uuid, classId: uuid });

export const groupRun = z.strictObject({
  id: uuid,
  title: z.string(),
  missionId: uuid.nullable(),
  class: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** A learner of the class opened it. */
  byLearner: z.boolean(),
  minutes: z.number().int(),
  groups: z.number().int(),
  /** Groups that are not over. */
  open: z.number().int(),
  learners: z.number().int(),
  /** For guests; null when all groups are over. */
  pin: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type GroupRun = z.infer<typeof groupRun>;
export const groupRunPage = page(groupRun);
/** `classId`: of that class alone. */
export const groupRunQuery = pageQuery.extend({ classId: uuid.optional() });

/** What a learner sees of an open group mission of an own class. */
export const openGroupMission = z.strictObject({
  id: uuid,
  title: z.string(),
  class: z.strictObject({ id: uuid, name: z.string() }),
  byLearner: z.boolean(),
  minutes: z.number().int(),
  learners: z.number().int(),
  /** The own group, 1-based; null before the first entrance. */
  group: z.number().int().nullable(),
});
export type OpenGroupMission = z.infer<typeof openGroupMission>;
/** Classes in which the caller may open one. */
export const openGroupMissions = z.strictObject({
  items: z.array(openGroupMission),
  mayOpenFor: z.array(z.strictObject({ id: uuid, name: z.string() })),
});

export const groupSeatBody = z.strictObject({ locale: locale.default('en') });
export const groupWatchSeat = z.strictObject({ seat });
export const groupJoinBody = joinBody
  .pick({ pin: true, locale: true })
  .extend({ nickname: z.string().max(400) });

/** Whether learners of the class may open group missions by themselves. */
export const learnersMayOpen = z.strictObject({ allowed: z.boolean() });

export const groupRunReport = z.strictObject({
  run: groupRun,
  groups: z.array(
    z.strictObject({
      sessionId: uuid,
      group: z.number().int(),
      /** null: the group is not over. */
      ended: groupEndReason.nullable(),
      right: z.number().int(),
      tasks: z.number().int(),
      hearts: z.number().int(),
      reward: z.number().int(),
      startedAt: z.iso.datetime().nullable(),
      endedAt: z.iso.datetime().nullable(),
      answers: z.array(
        z.strictObject({
          task: z.number().int(),
          prompt: z.string(),
          way: z.enum(['consensus', 'turns', 'split']),
          outcome: taskOutcome.nullable(),
          how: z.enum(['agreed', 'majority', 'turn', 'deadline']).nullable(),
          hint: z.boolean(),
        }),
      ),
      learners: z.array(
        z.strictObject({
          participantId: uuid,
          nickname: z.string(),
          /** Went on in another group. */
          moved: z.boolean(),
          contribution,
        }),
      ),
    }),
  ),
});
export type GroupRunReport = z.infer<typeof groupRunReport>;
