import { z } from 'zod';
import { line, locale, page, pageQuery, uuid } from './common.ts';
import { consentMethod, consentScope, consentStatus, decisions } from './consent.ts';
import { birth, classCode, displayName, email, newPassword, oneTimeToken, username } from './identity.ts';
import { ownProof } from './sign-ins.ts';

const when = z.iso.datetime();
/** `YYYY-MM-DD`, in a time in which schools sign something for us. */
const day = z.iso.date().refine((date) => date >= '1990' && date < '2200', 'lies too far away');
const organization = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(100)
  .optional();
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters');
const relationship = z.enum(['parent', 'guardian', 'other']);
export type Relationship = z.infer<typeof relationship>;

/* A child signs up. [CON-1] */

/** Asked before anything else; nothing of it is kept. */
export const birthBody = z.strictObject({ birth, organization });
export const birthAnswer = z.strictObject({ next: z.enum(['own-account', 'ask-guardian']) });
export type BirthAnswer = z.infer<typeof birthAnswer>;
export const childSignUpBody = z.strictObject({
  nickname: z.string().max(400),
  username,
  password: newPassword,
  birth,
  country: country.optional(),
  /** Of a grown-up, who is asked. */
  guardianEmail: email,
  guardianLocale: locale.default('en'),
  locale: locale.default('en'),
  classCode: classCode.optional(),
  organization,
});
/** `ask-guardian`: the account waits and a mail is on its way. `verify-email`: old enough; nothing was stored, sign up with an own address. */
export const childSignedUp = z.strictObject({ next: z.enum(['ask-guardian', 'verify-email']) });
export type ChildSignedUp = z.infer<typeof childSignedUp>;

export const requestStatus = z.enum([
  'open',
  'answered',
  'confirmed',
  'refused',
  'bounced',
  'expired',
  'withdrawn',
]);
export type ConsentRequestStatus = z.infer<typeof requestStatus>;
/** What a waiting child's page shows. */
export const myConsent = z.strictObject({
  needed: z.boolean(),
  scopes: z.array(consentScope),
  /** null: nobody was asked. */
  request: z
    .strictObject({
      status: requestStatus,
      /** `m•••@school.example`: enough to see a slip of the finger. */
      contact: z.string().nullable(),
      askedAt: when,
      expiresAt: when,
    })
    .nullable(),
  /** How often another grown-up can still be asked today. */
  triesLeft: z.number().int(),
  limits: z.strictObject({
    chat: z.boolean(),
    ai: z.boolean(),
    live: z.boolean(),
    dailyMinutes: z.number().int().nullable(),
    minutesToday: z.number().int(),
  }),
  /** Came of age and has not said yet whether the account stays. */
  askOfAge: z.boolean(),
  /** Somebody looks after the account. If it waits nevertheless, that grown-up has stopped it, and is the one to ask. */
  lookedAfter: z.boolean(),
});
export type MyConsent = z.infer<typeof myConsent>;
export const askAgainBody = z.strictObject({ guardianEmail: email, guardianLocale: locale.default('en') });
export const ofAgeBody = z.strictObject({ keep: z.boolean() });
/** [CON-8] Who can see what this person does. */
export const watchedBy = z.strictObject({ guardians: z.number().int(), teachers: z.number().int() });
export type WatchedBy = z.infer<typeof watchedBy>;

/* A guardian answers, with the link from the mail. */

export const consentLinkBody = z.strictObject({ token: oneTimeToken });
/** What a scope means: keys of texts that the page has in every language. */
export const scopeMeaning = z.enum([
  'keeps_name',
  'keeps_birth_month',
  'keeps_progress',
  'plays_live',
  'class_sees_name',
  'teacher_sees_answers',
  'writes_to_others',
  'others_read',
  'ai_reads_work',
  'ai_never_trains',
  'named_recipients',
  'counts_use',
]);
const scopeOffer = z.strictObject({
  scope: consentScope,
  means: z.array(scopeMeaning),
  /** Methods that are enough for it. */
  methods: z.array(consentMethod),
});
export const consentRequestView = z.strictObject({
  child: z.strictObject({ nickname: z.string() }),
  organization: z.strictObject({ name: z.string() }),
  coordinator: z.strictObject({ name: z.string().nullable(), email: z.string().nullable() }),
  locale,
  /** The direct notice as it is written for this organization, plain text with blank lines between paragraphs. [CON-5] */
  notice: z.strictObject({ version: z.number().int(), locale, body: z.string() }),
  scopes: z.array(scopeOffer),
  /** Methods that work on this server. */
  methods: z.array(consentMethod),
  /** The address the mail went to: the guardian's account will have it. */
  contact: z.string(),
  /** There is an account with this address already: its password is asked for, and no name. */
  hasAccount: z.boolean(),
  status: requestStatus,
  /** What a no would do. */
  refusing: z.enum(['refused', 'stopped']),
  expiresAt: when,
});
export type ConsentRequestView = z.infer<typeof consentRequestView>;

/** `password` alone: of the account that is there already. With `displayName`: of the new one. Nothing: who is signed in. */
const grownUp = {
  relationship,
  displayName: displayName.optional(),
  password: z.string().min(1).max(200).optional(),
  locale: locale.default('en'),
};
export const decideBody = z.strictObject({ token: oneTimeToken, decisions, ...grownUp });
/**
 * `confirm-by-mail`: a second mail follows and only its link makes it count. `refused`: all is forgotten. `stopped`: somebody
 * had agreed before; the address is forgotten, what the school allowed has ended, and what is stored waits for the school or a guardian.
 */
export const decided = z.strictObject({ next: z.enum(['confirm-by-mail', 'refused', 'stopped']) });
export type Decided = z.infer<typeof decided>;
export const confirmed = z.strictObject({
  childId: uuid,
  child: z.string(),
  granted: z.array(consentScope),
  refused: z.array(consentScope),
  /** What the guardian signs in with. */
  login: z.string(),
});
export type Confirmed = z.infer<typeof confirmed>;

/* Signed forms. */

const formFile = z.strictObject({
  /** PDF, JPEG or PNG, base64, at most 5 MB. */
  content: z.base64().min(8).max(7_000_000),
});
export const formByLinkBody = z.strictObject({
  token: oneTimeToken,
  decisions,
  file: formFile,
  ...grownUp,
});
export const formByStaffBody = z.strictObject({
  decisions,
  file: formFile,
  relationship,
  /** As it stands on the form. */
  guardianName: displayName,
});
export const formByGuardianBody = z.strictObject({ decisions, file: formFile });
export const formTaken = z.strictObject({ id: uuid, status: z.literal('waiting') });
export type FormTaken = z.infer<typeof formTaken>;
export const formStatus = z.enum(['waiting', 'accepted', 'refused']);
export const consentForm = z.strictObject({
  id: uuid,
  child: z.strictObject({ id: uuid, name: z.string() }),
  guardianName: z.string(),
  relationship,
  mimeType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
  bytes: z.number().int(),
  decisions,
  status: formStatus,
  reason: z.string().nullable(),
  createdAt: when,
  reviewedAt: when.nullable(),
});
export type ConsentForm = z.infer<typeof consentForm>;
export const formQuery = pageQuery.extend({ status: formStatus.optional() });
export const formPage = page(consentForm);
export const reviewFormBody = z.discriminatedUnion('accept', [
  z.strictObject({ accept: z.literal(true) }),
  z.strictObject({ accept: z.literal(false), reason: line.trim().min(1).max(500) }),
]);
/** What a printed form says; signing lines and layout are the page's. */
export const printedForm = z.strictObject({
  child: z.strictObject({ id: uuid, name: z.string(), username: z.string().nullable() }),
  organization: z.strictObject({ name: z.string() }),
  coordinator: z.strictObject({ name: z.string().nullable(), email: z.string().nullable() }),
  notice: z.strictObject({ version: z.number().int(), locale, body: z.string() }),
  scopes: z.array(scopeOffer),
});
export type PrintedForm = z.infer<typeof printedForm>;
export const printQuery = z.strictObject({ locale: locale.default('en') });

/* What a school signed. */

export const agreementBody = z.strictObject({
  title: line.trim().min(1).max(200),
  signedBy: line.trim().min(1).max(200),
  signedOn: day,
  validUntil: day,
  scopes: z
    .array(consentScope.extract(['account', 'live_rooms']))
    .min(1)
    .max(2),
  note: line.trim().max(2_000).optional(),
});
export const agreement = z.strictObject({
  id: uuid,
  title: z.string(),
  signedBy: z.string(),
  signedOn: day,
  validUntil: day,
  scopes: z.array(consentScope),
  note: z.string().nullable(),
  status: z.enum(['valid', 'not_yet', 'over', 'ended']),
  /** Children whose account hangs on it. */
  children: z.number().int(),
  createdAt: when,
  endedAt: when.nullable(),
});
export type Agreement = z.infer<typeof agreement>;
export const agreementPage = page(agreement);
export const schoolConsentBody = z.strictObject({ groupId: uuid });
/** `kept`: had the school's word already, a grown-up said no, or nobody has to be asked. */
export const schoolConsentDone = z.strictObject({ granted: z.number().int(), kept: z.number().int() });
export type SchoolConsentDone = z.infer<typeof schoolConsentDone>;

/* The guardian's page. */

export const controls = z.strictObject({
  chat: z.boolean(),
  ai: z.boolean(),
  live: z.boolean(),
  /** 5–1,440; null: no limit. */
  dailyMinutes: z.number().int().min(5).max(1_440).nullable(),
});
export type Controls = z.infer<typeof controls>;

const whole = z.number().int().min(0);
export const familyChild = z.strictObject({
  id: uuid,
  name: z.string(),
  username: z.string().nullable(),
  organization: z.string(),
  relationship,
  /** `waiting`: nobody has agreed to the account. */
  status: z.enum(['active', 'waiting', 'suspended']),
  scopes: z.array(consentScope),
  /** All that there is so far; `minutes` of the days that are kept. */
  soFar: z.strictObject({
    level: whole,
    missions: whole,
    badges: whole,
    minutes: whole,
    /** The last day of learning. */
    lastDay: z.iso.date().nullable(),
  }),
});
export type FamilyChild = z.infer<typeof familyChild>;
export const familyChildren = z.strictObject({ items: z.array(familyChild) });

const word = z.strictObject({
  by: z.enum(['you', 'guardian', 'school']),
  name: z.string(),
  status: consentStatus,
  method: consentMethod,
  at: when,
});
export const familyChildDetail = familyChild.extend({
  /** null: nobody has said it, as of a pupil of a printed card. */
  birth: birth.nullable(),
  consents: z.array(
    z.strictObject({
      scope: consentScope,
      means: z.array(scopeMeaning),
      /** After everybody's word, the stricter counting. */
      allowed: z.boolean(),
      /** The newest word of each decider. */
      words: z.array(word),
      /** Whether this guardian can grant it here; else a signed form comes first. */
      canGrant: z.boolean(),
    }),
  ),
  controls: z.strictObject({ mine: controls, effective: controls }),
  guardians: z.array(
    z.strictObject({ id: uuid, name: z.string(), relationship, isYou: z.boolean(), since: when }),
  ),
  noticeVersion: z.number().int(),
  teachers: z.number().int(),
  /** Forms that wait to be looked at. */
  formsWaiting: z.number().int(),
});
export type FamilyChildDetail = z.infer<typeof familyChildDetail>;

export const consentHistoryItem = z.strictObject({
  id: uuid,
  scope: consentScope,
  status: consentStatus,
  by: z.enum(['you', 'guardian', 'school', 'child']),
  name: z.string(),
  method: consentMethod,
  noticeVersion: z.number().int(),
  /** From where, cut to the network. */
  address: z.string().nullable(),
  at: when,
});
export type ConsentHistoryItem = z.infer<typeof consentHistoryItem>;
export const consentHistory = page(consentHistoryItem);
export const familyRequest = z.strictObject({
  id: uuid,
  method: consentMethod,
  status: requestStatus,
  createdAt: when,
  expiresAt: when,
});
export type FamilyRequest = z.infer<typeof familyRequest>;
export const familyRequests = page(familyRequest);

/** Only what changes is named. */
export const changeConsentBody = z
  .strictObject(
    Object.fromEntries(consentScope.options.map((scope) => [scope, z.boolean().optional()])) as Record<
      (typeof consentScope.options)[number],
      z.ZodOptional<z.ZodBoolean>
    >,
  )
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing');
export type ConsentChange = z.infer<typeof changeConsentBody>;

/** [CON-6] What is stored, in words: a section a kind of data, a row a fact. Names are keys of texts that pages have. */
export const childData = z.strictObject({
  sections: z.array(
    z.strictObject({
      name: z.enum([
        'account',
        'profile',
        'school',
        'classes',
        'live',
        'answers',
        'accommodations',
        'activity',
        'consents',
        'sign_ins',
        'games',
        'disclosures',
      ]),
      purpose: z.string(),
      total: z.number().int(),
      /** The newest 100. */
      rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    }),
  ),
});
export type ChildData = z.infer<typeof childData>;

export const correctChildBody = z
  .strictObject({ name: displayName.optional(), birth: birth.optional() })
  .refine(({ name, birth }) => name !== undefined || birth !== undefined, 'names nothing');
export const inviteGuardianBody = z.strictObject({ email, locale: locale.default('en') });
export const guardianInvitationView = z.strictObject({
  child: z.string(),
  organization: z.string(),
  inviter: z.string(),
  contact: z.string(),
  hasAccount: z.boolean(),
});
export type GuardianInvitationView = z.infer<typeof guardianInvitationView>;
export const acceptGuardianBody = z.strictObject({ token: oneTimeToken, ...grownUp });
export const guardianAccepted = z.strictObject({ childId: uuid, login: z.string() });
export type GuardianAccepted = z.infer<typeof guardianAccepted>;
/** The guardian's own password, once more: what follows cannot be taken back. */
export const eraseChildBody = ownProof;
export const childQuery = pageQuery;
export { linkQuery } from './identity.ts';
