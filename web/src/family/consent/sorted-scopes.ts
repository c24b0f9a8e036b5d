import type { Decisions } from '@tutti/client/admin';
import type { Scope } from '../scope-meaning.tsx';
import type { Offer } from './decisions.ts';

export const sortedScopes = (
  offers: readonly Pick<Offer, 'scope'>[],
  decisions: Decisions,
): { granted: Scope[]; refused: Scope[] } => ({
  granted: offers.map(({ scope }) => scope).filter((scope) => decisions[scope]),
  refused: offers.map(({ scope }) => scope).filter((scope) => !decisions[scope]),
});
