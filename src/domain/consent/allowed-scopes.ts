import { type ConsentScope, consentScopes } from './scope.ts';

export type Decider = 'guardian' | 'school' | 'self';

/** One decision, as it was appended. [CON-2] */
export interface ConsentWord {
  /** Rises with every decision. */
  seq: number;
  scope: ConsentScope;
  decider: Decider;
  guardianId: string | null;
  status: 'granted' | 'refused' | 'revoked';
  agreementId: string | null;
}

export interface ConsentGround {
  /** Guardians whose word counts now. What one of them said in an earlier guardianship is not among the words. */
  guardians: ReadonlySet<string>;
  /** Agreements with the school that are valid today, and what each covers. */
  agreements: ReadonlyMap<string, ReadonlySet<ConsentScope>>;
}

/**
 * [CON-4] What a child's consents allow now. Of every decider the newest word on a scope counts, of several deciders the
 * stricter. A school stands in for parents: without a valid agreement it has no word at all, neither yes nor no. Nothing
 * holds without `account`. The database says the same (`allowed_scopes`).
 */
export function allowedScopes(words: readonly ConsentWord[], ground: ConsentGround): ConsentScope[] {
  const newest = new Map<string, ConsentWord>();
  for (const word of words) {
    const key = `${word.scope}/${word.decider}/${word.guardianId}`;
    const known = newest.get(key);
    if (!known || known.seq < word.seq) newest.set(key, word);
  }
  const standing = [...newest.values()].filter((word) => counts(word, ground));
  const holds = (scope: ConsentScope): boolean => {
    const onScope = standing.filter((word) => word.scope === scope);
    return onScope.length > 0 && onScope.every(({ status }) => status === 'granted');
  };
  return holds('account') ? consentScopes.filter(holds) : [];
}

function counts(word: ConsentWord, { guardians, agreements }: ConsentGround): boolean {
  if (word.decider === 'guardian') return word.guardianId !== null && guardians.has(word.guardianId);
  if (word.decider === 'self') return true;
  const covered = word.agreementId === null ? undefined : agreements.get(word.agreementId);
  return word.status === 'granted' && covered !== undefined && covered.has(word.scope);
}
