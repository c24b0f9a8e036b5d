import { z } from 'zod';
import type { ConsentMethod } from '../domain/consent/method.ts';
import type { ConsentScope } from '../domain/consent/scope.ts';

const scopes = [
  'account',
  'live_rooms',
  'messaging',
  'ai_processing',
  'third_party_disclosure',
  'analytics',
] as const satisfies readonly ConsentScope[];
export const consentScope = z.enum(scopes);
export type { ConsentScope };

const methods = [
  'email_plus',
  'text_plus',
  'signed_form',
  'payment_card',
  'gov_id',
  'knowledge',
  'school',
  'guardian_page',
  'of_age',
] as const satisfies readonly ConsentMethod[];
/** How somebody showed that they may decide. [CON-3] */
export const consentMethod = z.enum(methods);
export type { ConsentMethod };

export const consentStatus = z.enum(['granted', 'refused', 'revoked']);
export type ConsentStatus = z.infer<typeof consentStatus>;

/** [CON-4] One word for every scope: what is not said is not consented to. */
export const decisions = z.strictObject({
  account: z.boolean(),
  live_rooms: z.boolean().default(false),
  messaging: z.boolean().default(false),
  ai_processing: z.boolean().default(false),
  third_party_disclosure: z.boolean().default(false),
  analytics: z.boolean().default(false),
});
export type Decisions = z.infer<typeof decisions>;
