import { loadAgain } from './load-again.ts';

/** Fetched while the player waits in the lobby, as the rounds are. */
export const loadKinds = () => loadAgain(() => import('./kinds/kinds.tsx'));
