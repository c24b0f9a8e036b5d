import type { ConsentScope } from './scope.ts';

/** [CON-3] How somebody shows that they are the child's grown-up. `guardian_page` and `of_age`: shown before, by another one. */
export type ConsentMethod =
  | 'email_plus'
  | 'text_plus'
  | 'signed_form'
  | 'payment_card'
  | 'gov_id'
  | 'knowledge'
  | 'school'
  | 'guardian_page'
  | 'of_age';

/** Scopes that let others see what a child writes or is: 16 CFR 312.5(b)(2) wants more than a mail for them. */
const disclosing: ReadonlySet<ConsentScope> = new Set(['messaging', 'third_party_disclosure']);
const educational: ReadonlySet<ConsentScope> = new Set(['account', 'live_rooms']);
const weak: ReadonlySet<ConsentMethod> = new Set(['email_plus', 'text_plus']);

/** Whether this method is enough for this scope. `guardian_page` is as strong as what its guardian showed before. */
export function mayGrant(
  method: ConsentMethod,
  scope: ConsentScope,
  shownBefore: readonly ConsentMethod[] = [],
): boolean {
  if (method === 'of_age') return true;
  if (method === 'school') return educational.has(scope);
  if (!disclosing.has(scope)) return true;
  if (method === 'guardian_page') return shownBefore.some(isStrong);
  return !weak.has(method);
}

const strong: ReadonlySet<ConsentMethod> = new Set(['signed_form', 'payment_card', 'gov_id', 'knowledge']);
const isStrong = (method: ConsentMethod): boolean => strong.has(method);
