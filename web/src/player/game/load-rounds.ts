const firstWaitMs = 500;
const longestWaitMs = 4_000;

/** Fetched while the player waits in the lobby. On bad Wi-Fi it is asked for again until it is there. */
export function loadRounds(waitMs = firstWaitMs): Promise<typeof import('./rounds.tsx')> {
  return import('./rounds.tsx').catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return loadRounds(Math.min(longestWaitMs, waitMs * 2));
  });
}
