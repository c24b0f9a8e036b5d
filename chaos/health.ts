import { listed } from './outcome.ts';

/** What a load balancer would see. */
export const isReady = (url: string): Promise<boolean> => isFine(`${url}/health/ready`);

export const isLive = (url: string): Promise<boolean> => isFine(`${url}/health/live`);

async function isFine(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return answer?.ok ?? false;
}

/** Somebody who asks for this, several times a second, and waits for no answer before the next. */
export function keepAsking(url: string, perSecond: number): { stop(): Promise<string> } {
  const replies = new Map<number | 'none', number>();
  const open = new Set<Promise<void>>();
  const ask = async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    const status = answer?.status ?? 'none';
    replies.set(status, (replies.get(status) ?? 0) + 1);
  };
  const timer = setInterval(() => {
    const asking: Promise<void> = ask().finally(() => open.delete(asking));
    open.add(asking);
  }, 1_000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      return listed(replies);
    },
  };
}

/** How late the server's event loop came to its work since this was asked the last time, ms. */
export async function readLoopDelay(url: string): Promise<{ p50: number; p99: number; max: number }> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const at = (quantile: string) =>
    1_000 *
    Number(new RegExp(`^event_loop_delay_seconds\\{quantile="${quantile}"\\} (\\S+)$`, 'm').exec(page)?.[1]);
  return { p50: at('0.5'), p99: at('0.99'), max: at('1') };
}
