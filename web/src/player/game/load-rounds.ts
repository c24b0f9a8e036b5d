const firstWaitMs = 500;
const longestWaitMs = 4_000;

/** Both are fetched while the player waits in the lobby. */
export const loadRounds = () => loadAgain(() => import('./rounds.tsx'));
export const loadKinds = () => loadAgain(() => import('./kinds/kinds.tsx'));

/** On bad Wi-Fi a part of the page is asked for again until it is there. */
function loadAgain<Part>(load: () => Promise<Part>, waitMs = firstWaitMs): Promise<Part> {
  return load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return loadAgain(load, Math.min(longestWaitMs, waitMs * 2));
  });
}
