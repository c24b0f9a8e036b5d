/** Requests to one address, so many at the same time, the next as soon as one is answered. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { obey } from './run.ts';
import { addressOf } from './sign-in-load.ts';

export interface RestOrder {
  url: string;
  token: string | null;
  /** One after the other; null: a GET. */
  bodies: object[] | null;
  atOnce: number;
  milliseconds: number;
}
export interface RestSeen {
  tookMs: number[];
  bytes: number;
}
export type RestMark = 'started' | 'ended';

const warmUpMs = 1_000;

obey<RestOrder, RestMark, RestSeen>(async (order, mark) => {
  const agent = new Agent({ keepAlive: true, maxSockets: order.atOnce });
  let seen: RestSeen = { tookMs: [], bytes: 0 };
  let over = false;
  let turn = 0;
  const one = async () => {
    while (!over) {
      const begin = performance.now();
      const bytes = await ask(agent, order, turn++);
      seen.tookMs.push(performance.now() - begin);
      seen.bytes += bytes;
    }
  };
  const all = Promise.all(Array.from({ length: order.atOnce }, one));
  await Promise.race([wait(warmUpMs), all]);
  await mark('started');
  seen = { tookMs: [], bytes: 0 };
  await Promise.race([wait(order.milliseconds), all]);
  const measured = seen;
  await mark('ended');
  over = true;
  await all;
  agent.destroy();
  return measured;
});

function ask(agent: Agent, { url, token, bodies }: RestOrder, turn: number): Promise<number> {
  const text = bodies ? JSON.stringify(bodies[turn % bodies.length]) : null;
  const headers = {
    ...(token !== null && { Authorization: `Bearer ${token}` }),
    ...(text !== null && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    // everybody from another place: what is measured is not the limits
    'X-Forwarded-For': addressOf(turn),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: text === null ? 'GET' : 'POST', agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`${url} was answered with ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(text ?? undefined);
  });
}
