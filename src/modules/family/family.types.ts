import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { consentScope } from '../../wire/consent.ts';

/** Forgets a person for good; the compliance module does it. */
export type ErasePerson = (
  em: EntityManager,
  person: { userId: string; orgId: string; actorId: string | null; reason: EraseReason },
) => Promise<void>;
export type EraseReason =
  | 'guardian'
  | 'own_wish'
  | 'no_consent'
  | 'card_expired'
  | 'administrator'
  | 'retention';

/** What a child may do changed. Rooms and sockets hear it at once. */
export const consentChanged = z.object({
  childId: z.string(),
  /** null: this person decides alone. */
  scopes: z.array(consentScope).readonly().nullable(),
});
export type ConsentChanged = z.infer<typeof consentChanged>;

export interface FamilyContext {
  /** Null for somebody with a link and no account. */
  actorId: string | null;
  /** Cut to the network already, for the record of who decided from where. */
  address: string | null;
  baseUrl: string;
}
