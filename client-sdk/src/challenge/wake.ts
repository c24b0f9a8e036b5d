/** Calls `listener` when there is a reason to try at once: the network is back, or someone looks at the page again. */
export function onWake(listener: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const seen = () => {
    if (document.visibilityState === 'visible') listener();
  };
  addEventListener('online', listener);
  document.addEventListener('visibilitychange', seen);
  return () => {
    removeEventListener('online', listener);
    document.removeEventListener('visibilitychange', seen);
  };
}
