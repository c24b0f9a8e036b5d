import { z } from 'zod';

/** What clients may send into a group's room and into the watch of all groups, strictly; types stand in `group-mission.ts`. */
const task = z.number().int().min(0).max(200);
const id = z.string().regex(/^[\w-]{1,64}$/);
const text = z
  .string()
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);
/** Of any kind of question; the rules look whether it fits the one that is open. */
export const groupAnswer = z.union([
  z.array(z.number().int().min(-1).max(50)).min(1).max(20),
  z.array(text).min(1).max(20),
  z.number(),
  z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }),
]);

export const act = z.strictObject({
  id,
  act: z.discriminatedUnion('verb', [
    z.strictObject({ verb: z.literal('ready'), step: z.number().int().min(0) }),
    z.strictObject({ verb: z.literal('answer'), task, answer: groupAnswer }),
    z.strictObject({ verb: z.literal('share'), task, piece: z.number().int().min(0).max(20) }),
    z.strictObject({ verb: z.literal('wantHint'), task, wanted: z.boolean() }),
  ]),
});

const to = z.uuid().nullable();
export const watchCommand = z.strictObject({
  id,
  command: z.discriminatedUnion('verb', [
    z.strictObject({ verb: z.literal('say'), to, text: z.string().trim().min(1).max(300) }),
    z.strictObject({ verb: z.literal('move'), participantId: z.uuid(), to: z.uuid() }),
    z.strictObject({ verb: z.literal('remove'), participantId: z.uuid() }),
    z.strictObject({ verb: z.literal('rename'), participantId: z.uuid(), nickname: z.string().max(400) }),
    z.strictObject({ verb: z.literal('start'), to }),
    z.strictObject({ verb: z.literal('pause'), to }),
    z.strictObject({ verb: z.literal('resume'), to }),
    z.strictObject({ verb: z.literal('end'), to }),
  ]),
});
