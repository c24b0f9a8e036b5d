import { loadAgain } from './load-again.ts';

/** Fetched while the player waits in the lobby. */
export const loadRounds = () => loadAgain(() => import('./rounds.tsx'));
