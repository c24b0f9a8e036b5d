import type { FamilyChildDetail } from '@tutti/client/admin';

type Consent = FamilyChildDetail['consents'][number];

export interface Standing {
  /** Where the own switch stands: the own word; where there is none, what holds. */
  on: boolean;
  /** A key below `consents` that says why it is so, with whom. Null: nothing to add. */
  why: 'differYou' | 'differOther' | 'agreeOther' | 'school' | 'needsAccount' | 'paused' | null;
  name: string;
}

/**
 * [LDB-4] Why no board shows the child, whatever guardians say of boards: nobody's yes to live classes counts, or it is switched off
 * for a while. Null: nothing stands before it.
 */
export function missingForBoards(consents: readonly Consent[]): 'consent' | 'control' | null {
  const of = (wanted: Consent['scope']) => consents.find(({ scope }) => scope === wanted);
  const live = of('live_rooms');
  if (live?.allowed) return null;
  return live && standingOf(live, of('account')?.allowed ?? false).why === 'paused' ? 'control' : 'consent';
}

/** [CON-4] The own word, those of others, and what comes of them. */
export function standingOf(consent: Consent, accountAllowed: boolean): Standing {
  const own = consent.words.find(({ by }) => by === 'you');
  const on = own ? own.status === 'granted' : consent.allowed;
  const others = consent.words.filter(({ by }) => by === 'guardian');
  const no = others.find(({ status }) => status !== 'granted');
  const yes = others.find(({ status }) => status === 'granted');
  const school = consent.words.find(({ by, status }) => by === 'school' && status === 'granted');
  if (on && no) return { on, why: 'differYou', name: no.name };
  if (!on && own && yes) return { on, why: 'differOther', name: yes.name };
  if (on && consent.scope !== 'account' && !accountAllowed) return { on, why: 'needsAccount', name: '' };
  if (on && !consent.allowed) return { on, why: 'paused', name: '' };
  if (on && yes) return { on, why: 'agreeOther', name: yes.name };
  if (on && !own && school) return { on, why: 'school', name: school.name };
  return { on, why: null, name: '' };
}

/**
 * What a guardian has said nothing about and can answer on the page: a no to anything, a yes as far as a switch is proof enough.
 * What is off and needs a signed form is off without a word.
 */
export const undecided = (consents: readonly Consent[]): Consent['scope'][] =>
  consents.filter(isUndecided).map(({ scope }) => scope);
export const isUndecided = ({ words, canGrant }: Consent): boolean =>
  canGrant && words.every(({ by }) => by !== 'you');
