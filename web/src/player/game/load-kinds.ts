import { loadAgain } from './load-again.ts';

type Kinds = typeof import('./kinds/kinds.tsx');

let kinds: Kinds | null = null;

/** Fetched while the player waits in the lobby, as the rounds are. */
export const loadKinds = (): Promise<Kinds> =>
  loadAgain(() => import('./kinds/kinds.tsx')).then((loaded) => {
    kinds = loaded;
    return loaded;
  });

/** What is here already needs no waiting: a question does not come in two pieces. */
export const loadedKinds = (): Kinds | null => kinds;
