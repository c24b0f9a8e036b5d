import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Acknowledged, ClassOptions } from './players.ts';

/** Times are ms since the epoch, with fractions: the processes have different clocks of their own. */
export type CrowdOrder =
  | {
      type: 'gather';
      url: string;
      teacher: { email: string; password: string };
      options: Partial<ClassOptions>;
    }
  | { type: 'start' }
  | { type: 'allBack'; lost: number; since: number; withinMs: number }
  | { type: 'finish' };

export type CrowdReply =
  | { type: 'done' }
  | { type: 'back'; times: number[] }
  | { type: 'played'; acknowledged: Acknowledged[]; sessions: string[]; refused: [string, number][] };

export const sharedNow = (): number => performance.timeOrigin + performance.now();

/** A class in another process. */
export function startCrowd() {
  const child = fork(fileURLToPath(new URL('crowd-process.ts', import.meta.url)));
  const tell = async <T extends CrowdReply['type']>(
    order: CrowdOrder,
    _reply: T,
  ): Promise<Extract<CrowdReply, { type: T }>> => {
    const ended = new AbortController();
    child.send(order);
    const [reply] = await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'exit', { signal: ended.signal }).then(([code]) => {
        throw new Error(`the crowd's process ended with ${code}`);
      }),
    ]).finally(() => ended.abort());
    return reply as Extract<CrowdReply, { type: T }>;
  };
  return {
    pid: child.pid!,
    gather: (order: Omit<Extract<CrowdOrder, { type: 'gather' }>, 'type'>) =>
      tell({ type: 'gather', ...order }, 'done'),
    start: () => tell({ type: 'start' }, 'done'),
    allBack: (lost: number, since: number, withinMs: number) =>
      tell({ type: 'allBack', lost, since, withinMs }, 'back').then(({ times }) => times),
    finish: () => tell({ type: 'finish' }, 'played'),
    stop: () => void child.kill('SIGKILL'),
  };
}
