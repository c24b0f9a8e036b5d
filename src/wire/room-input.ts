import { z } from 'zod';
import { timeFactor } from './common.ts';
import { reactions } from './messages.ts';
import { answer, stake } from './question.ts';

/** What clients may send into a room, strictly; the shapes stand as types in `messages.ts`. */
export const submitAnswer = z.strictObject({
  round: z.number().int().min(0).max(10_000),
  vote: z.number().int().min(1).max(2),
  // plain letters: a NUL or half a character would make the database refuse the whole batch it is stored in
  answerId: z.string().regex(/^[\w-]{8,64}$/),
  answer,
  stake: stake.optional(),
});

/** 0-based. */
const team = z.number().int().min(0).max(7);
export const chooseTeam = z.strictObject({ team });
export const react = z.strictObject({ reaction: z.enum(reactions) });
/** Self-paced: on to the next question, from the step that the learner saw. */
export const next = z.strictObject({ step: z.number().int().min(0) });
export const readClock = z.strictObject({ id: z.number().int().min(0).max(1_000_000) });

const participantId = z.uuid();
export const hostCommand = z.strictObject({
  id: z.string().min(1).max(64),
  command: z.discriminatedUnion('verb', [
    z.strictObject({ verb: z.literal('start') }),
    z.strictObject({ verb: z.literal('next'), step: z.number().int().min(0) }),
    z.strictObject({ verb: z.literal('pause') }),
    z.strictObject({ verb: z.literal('resume') }),
    z.strictObject({ verb: z.literal('addTime'), seconds: z.number().int().min(1).max(300) }),
    z.strictObject({ verb: z.literal('skip') }),
    z.strictObject({ verb: z.literal('revote') }),
    z.strictObject({
      verb: z.literal('arrange'),
      rounds: z.array(z.number().int().min(0).max(10_000)).max(500),
    }),
    z.strictObject({ verb: z.literal('setStandings'), standings: z.enum(['each', 'end', 'off']) }),
    z.strictObject({ verb: z.literal('park') }),
    z.strictObject({
      verb: z.literal('accommodate'),
      participantId,
      factor: timeFactor,
    }),
    z.strictObject({ verb: z.literal('keepAccommodation'), participantId, factor: timeFactor }),
    z.strictObject({ verb: z.literal('moveToTeam'), participantId, team }),
    z.strictObject({ verb: z.literal('mark'), participantId, share: z.literal([0, 0.5, 1]) }),
    z.strictObject({
      verb: z.literal('muteReactions'),
      muted: z.boolean(),
      participantId: participantId.optional(),
    }),
    z.strictObject({ verb: z.literal('lock'), locked: z.boolean() }),
    z.strictObject({ verb: z.literal('setAdvance'), advance: z.enum(['manual', 'auto']) }),
    z.strictObject({ verb: z.literal('kick'), participantId }),
    z.strictObject({ verb: z.literal('allowBack'), participantId }),
    z.strictObject({ verb: z.literal('rename'), participantId, nickname: z.string().max(400) }),
    z.strictObject({
      verb: z.literal('reviewName'),
      participantId,
      decision: z.enum(['approve', 'standIn', 'refuse']),
    }),
    z.strictObject({ verb: z.literal('makeReturnCode'), participantId }),
    z.strictObject({ verb: z.literal('inviteCoHost') }),
    z.strictObject({ verb: z.literal('endCoHost'), coHostId: z.uuid() }),
    z.strictObject({ verb: z.literal('end') }),
  ]),
});
