import type { ConsentRequestView, Decisions } from '@tutti/client/admin';
import type { Scope } from '../scope-meaning.tsx';

export type Offer = ConsentRequestView['scopes'][number];
/** Ways to answer that work without anybody else's service. */
export type AnswerMethod = 'email_plus' | 'signed_form';

/** [CON-4] Everything is off until somebody switches it on. */
export const allOff: Decisions = {
  account: false,
  live_rooms: false,
  messaging: false,
  ai_processing: false,
  third_party_disclosure: false,
  analytics: false,
};

export const isEnough = ({ methods }: Offer, method: AnswerMethod): boolean => methods.includes(method);

/** What a method cannot grant is off again when it is chosen; without the account nothing else holds. */
export function decisionsWith(
  decisions: Decisions,
  { offers, method }: { offers: readonly Offer[]; method: AnswerMethod },
): Decisions {
  const kept = offers.filter(
    (offer) => decisions[offer.scope] && decisions.account && isEnough(offer, method),
  );
  return { ...allOff, ...Object.fromEntries(kept.map(({ scope }) => [scope, true])) };
}

export const changed = (decisions: Decisions, scope: Scope, on: boolean): Decisions =>
  scope === 'account' && !on ? allOff : { ...decisions, [scope]: on };
