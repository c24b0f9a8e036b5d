/** [CON-4] What a guardian consents to, one by one; everything is off by default. */
export const consentScopes = [
  /** Keep an account and its progress. Without it none of the others counts. */
  'account',
  /** Play in live rooms under the account. */
  'live_rooms',
  'messaging',
  'ai_processing',
  'third_party_disclosure',
  /** Analytics beyond what running the service needs. */
  'analytics',
] as const;
export type ConsentScope = (typeof consentScopes)[number];
