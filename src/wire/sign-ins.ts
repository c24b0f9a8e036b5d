import { z } from 'zod';
import { line, locale, page, pageQuery, uuid } from './common.ts';
import { keep } from './identity.ts';

const when = z.iso.datetime();

/* Where I am signed in. */

export const signInsQuery = pageQuery;
export const signInItem = z.strictObject({
  id: uuid,
  /** What the browser says of itself; null: it does not say. */
  device: z.strictObject({
    kind: z.enum(['computer', 'phone', 'tablet', 'other']),
    browser: z.string().nullable(),
    system: z.string().nullable(),
  }),
  startedAt: when,
  lastSeenAt: when,
  /** The one that asks. */
  current: z.boolean(),
});
export type SignInItem = z.infer<typeof signInItem>;
export const signInsPage = page(signInItem);
export const signInParams = z.strictObject({ id: uuid });

/* The second factor. [AUT-6] */

/** An app's six digits, or a recovery code. */
export const factorCode = z.string().trim().min(6).max(30);
/** `required`: this account must add one before it can do its work. */
export const factorState = z.strictObject({
  state: z.enum(['off', 'on', 'required']),
  since: when.nullable(),
  recoveryCodesLeft: z.number().int(),
});
export type FactorState = z.infer<typeof factorState>;
/** Shown this once. `uri` (otpauth:) is what the QR code holds. */
export const newFactor = z.strictObject({ secret: z.string(), uri: z.string() });
export type NewFactor = z.infer<typeof newFactor>;
export const factorCodeBody = z.strictObject({ code: factorCode });
/** Shown this once: only their hashes are stored. */
export const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
/** An account that has no password (it comes in by a provider) leaves it out. */
export const removeFactorBody = z.strictObject({
  password: z.string().min(1).max(200).optional(),
  code: factorCode,
});
/** That it is the owner who asks: the password or a code. Who comes in by a provider and has neither leaves both out. */
export const ownProof = z.strictObject({
  password: z.string().min(1).max(200).optional(),
  code: factorCode.optional(),
});
export type OwnProof = z.infer<typeof ownProof>;
/** `challenge`: from the refusal `auth/second-factor-required`, good for five minutes. */
export const secondFactorBody = z.strictObject({
  challenge: z.string().min(20).max(2_000),
  code: factorCode,
  keep,
});

/* Signing in at a school's own provider (OpenID Connect). */

export const oidcProviders = z.strictObject({
  providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export type OidcProviders = z.infer<typeof oidcProviders>;
export const oidcStartQuery = z.strictObject({
  /** Where several are set up; default: the first. */
  provider: z.string().max(60).optional(),
  /** From the page for new accounts: what to become, if there is no account yet. A student's month of birth is asked there first. */
  role: z.enum(['guardian', 'student']).optional(),
  birth: z
    .string()
    .regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  locale: locale.default('en'),
});
/** What a provider sends along is its own affair; the library looks at what it knows, and nothing else is read. */
export const oidcCallbackQuery = z.object({}).catchall(z.string().max(4_096));

/* How to reach a guardian; stored sealed. [DAT-2] */

const contactLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'holds a sign that cannot be shown')
    .nullable();
export const ownContact = z.strictObject({
  phone: contactLine(40),
  /** Lines are parted by commas. */
  address: contactLine(300),
});
export type OwnContact = z.infer<typeof ownContact>;
/** Why somebody else has to know it; the guardian reads it in the copy of the own data. */
export const discloseContactBody = z.strictObject({ interest: line.trim().min(1).max(500) });
