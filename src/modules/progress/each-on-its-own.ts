/**
 * Works on all at once, and where that fails on one after the other, so that whoever fails holds nobody else up. Gives the errors of
 * those that fail alone too.
 */
export async function eachOnItsOwn(
  ids: readonly string[],
  work: (some: readonly string[]) => Promise<void>,
  signal?: AbortSignal,
): Promise<unknown[]> {
  try {
    await work(ids);
    return [];
  } catch (error) {
    if (ids.length <= 1) return [error];
    const failed: unknown[] = [];
    for (const id of ids) {
      if (signal?.aborted) break;
      await work([id]).catch((reason) => failed.push(reason));
    }
    return failed;
  }
}
