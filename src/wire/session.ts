import { z } from 'zod';
import { locale, page, pageQuery, uuid } from './common.ts';
import { scoring } from './question.ts';

export const sessionSettings = z.strictObject({
  format: z.enum(['challenge', 'team', 'survival', 'self_paced']).default('challenge'),
  scoring: scoring.default('speed'),
  /** +100 for each right answer in a row from the second, at most +500. */
  streakBonus: z.boolean().default(false),
  teams: z
    .strictObject({
      count: z.number().int().min(2).max(6),
      /** Players choose; otherwise they are spread evenly. */
      choose: z.boolean().default(false),
    })
    .default({ count: 4, choose: false }),
  /** Below this share of right answers the class discusses and votes again; null: never. */
  revoteBelow: z.number().min(0.05).max(1).nullable().default(null),
  /** Answers can be changed until the deadline. */
  changeAnswers: z.boolean().default(false),
  /** null: each question's own time. */
  secondsPerQuestion: z.number().int().min(5).max(300).nullable().default(null),
  getReadySeconds: z.number().int().min(0).max(10).default(3),
  advance: z.enum(['manual', 'auto']).default('manual'),
  standings: z.enum(['each', 'end', 'off']).default('each'),
  generatedNames: z.boolean().default(false),
  shuffleQuestions: z.boolean().default(false),
  cap: z.number().int().min(1).max(5_000).default(300),
  /** [JOIN-7] Joining asks for a row of shapes that only the host's screen and the projector show. */
  secondFactor: z.boolean().default(false),
  /** [JOIN-4] The host looks at every name that somebody typed; until then the player goes by a generated one. */
  approveNames: z.boolean().default(false),
  /** Whoever has the PIN may watch without playing. */
  spectators: z.boolean().default(false),
  /** [HST-4] Thirty pretend players and nobody else; nothing of it is kept. */
  rehearsal: z.boolean().default(false),
  /** Self-paced: whether the questions' own times hold. */
  timed: z.boolean().optional(),
});
export type SessionSettings = z.infer<typeof sessionSettings>;

export const openSessionBody = z.strictObject({
  missionId: uuid,
  /** The class that plays; its teachers then see the session and its report, too. */
  groupId: uuid.nullable().default(null),
  /** Only these questions of the mission, in this order; null: all of them. */
  questions: z
    .array(
      z.strictObject({
        questionId: uuid,
        seconds: z.number().int().min(5).max(300).nullable().default(null),
        /** Points for a right answer, with `custom` scoring. */
        worth: z.number().int().min(0).max(10_000).nullable().default(null),
      }),
    )
    .min(1)
    .max(200)
    .nullable()
    .default(null),
  settings: sessionSettings
    .extend({ format: sessionSettings.shape.format.unwrap().exclude(['self_paced']).default('challenge') })
    .prefault({}),
});

export const sessionStatus = z.enum(['lobby', 'running', 'paused', 'parked', 'ended', 'abandoned']);
export const session = z.strictObject({
  id: uuid,
  title: z.string(),
  missionId: uuid.nullable(),
  /** The class it was opened for. */
  group: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** Who leads it; null once that account is gone. */
  host: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  status: sessionStatus,
  /** null as soon as the session is over. */
  pin: z.string().nullable(),
  settings: sessionSettings,
  locales: z.array(locale),
  questions: z.number().int(),
  players: z.number().int(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** [REP-4] When a homework ends by itself; null for a class. */
  closesAt: z.iso.datetime().nullable(),
});
export type SessionSummary = z.infer<typeof session>;
export const sessionQuery = pageQuery.extend({
  status: z.enum(['open', 'over']).optional(),
  /** Those of one class, whoever of its teachers led them; without it the own ones. */
  groupId: uuid.optional(),
});
export const sessionPage = page(session);

/** What `client.consumeSeatReservation()` of any Colyseus SDK takes. */
export const seat = z.strictObject({
  name: z.string(),
  sessionId: z.string(),
  roomId: z.string(),
  processId: z.string(),
  publicAddress: z.string().optional(),
  reconnectionToken: z.string().optional(),
  protocol: z.string().optional(),
});
export type Seat = z.infer<typeof seat>;

export const hostSeatBody = z.strictObject({
  as: z.enum(['host', 'projector']).default('host'),
  locale: locale.optional(),
});
export const hostSeat = z.strictObject({ seat, session });

const pin = z.string().regex(/^\d{6}$/, 'six digits');
export const pinQuery = z.strictObject({ pin });
/** What someone with a valid PIN may know before joining. */
export const pinPreview = z.strictObject({
  title: z.string(),
  generatedNames: z.boolean(),
  /** Names that are free right now, to choose from or to roll again. */
  suggestions: z.array(z.string()),
  locales: z.array(locale),
  /** [JOIN-7] Joining asks for the row of shapes on the big screen. */
  secondFactor: z.boolean(),
  /** [JOIN-4] The host looks at each name before others read it. */
  approveNames: z.boolean(),
  /** One may watch without playing. */
  spectators: z.boolean(),
  /** [GRP-3] The PIN is that of a group mission, which is this run: whoever has it joins there. */
  groupRun: uuid.nullable(),
});
export type PinPreview = z.infer<typeof pinPreview>;

/** [JOIN-7] A row of the six shapes, by their position among the choices: 0 triangle, 1 diamond, 2 circle, 3 square, 4 star, 5 hexagon. */
export const shapeRow = z.array(z.number().int().min(0).max(5)).length(4);

/** Without a nickname the learner who is signed in joins with the account. [JOIN-6] */
export const joinBody = z.strictObject({
  pin,
  nickname: z.string().max(400).optional(),
  locale: locale.default('en'),
  shapes: shapeRow.optional(),
});
export const rejoinBody = z.strictObject({ resumeToken: z.string().max(600), locale: locale.optional() });
export const joined = z.strictObject({
  seat,
  /** Keep it: with it the same player comes back after a reload, a crash or on bad Wi-Fi. */
  resumeToken: z.string(),
  participantId: uuid,
  nickname: z.string(),
  /** [JOIN-4] The name that waits for the host's yes. */
  wanted: z.string().nullable(),
  title: z.string(),
});
export type Joined = z.infer<typeof joined>;

/** `code`: what the host shows to a player who lost the old device. */
export const returnBody = z.strictObject({
  pin,
  code: z.string().trim().min(1).max(20),
  locale: locale.optional(),
});
export const proposeNameBody = z.strictObject({
  resumeToken: z.string().max(600),
  nickname: z.string().max(400),
});
export const proposedName = z.strictObject({ wanted: z.string() });

export const watchBody = z.strictObject({
  pin,
  shapes: shapeRow.optional(),
  locale: locale.default('en'),
});
export const watchAgainBody = z.strictObject({
  watchToken: z.string().max(600),
  locale: locale.default('en'),
});
/** A seat from which one only watches; with the token it is found again after a reload. */
export const watching = z.strictObject({ seat, watchToken: z.string(), sessionId: uuid });
export type Watching = z.infer<typeof watching>;

/** `token`: that of the link, and afterwards the own one. */
export const coHostBody = z.strictObject({ token: z.string().max(600), locale: locale.default('en') });
export const coHostSeat = z.strictObject({
  seat,
  /** Keep it: with it the device comes back until the session ends or the host ends it. */
  token: z.string(),
  sessionId: uuid,
  title: z.string(),
  settings: sessionSettings,
});
export type CoHostSeat = z.infer<typeof coHostSeat>;
