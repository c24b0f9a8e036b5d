const firstWaitMs = 500;
const longestWaitMs = 4_000;

/** On bad Wi-Fi a part of the page is asked for again until it is there. */
export function loadAgain<Part>(load: () => Promise<Part>, waitMs = firstWaitMs): Promise<Part> {
  return load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return loadAgain(load, Math.min(longestWaitMs, waitMs * 2));
  });
}
