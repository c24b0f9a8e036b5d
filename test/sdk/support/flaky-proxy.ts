import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The network between a client and the server, with the faults that a school's Wi-Fi has. */
export interface FlakyProxy {
  url: string;
  /** What the client sends, or what the server sends, gets lost without a sign of it. */
  lose(direction: 'up' | 'down'): void;
  /** Breaks every connection; new ones get through again. */
  cut(): void;
  /** Breaks every connection and refuses new ones, until `restore`. */
  goAway(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<[Socket, Socket]>();
  const lost = { up: false, down: false };
  let away = false;

  const server = createServer((client) => {
    if (away) return client.destroy();
    const upstream = connect(Number(port), hostname);
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    client.on('data', (bytes) => lost.up || upstream.write(bytes));
    upstream.on('data', (bytes) => lost.down || client.write(bytes));
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const breakAll = () => {
    lost.up = lost.down = false;
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose(direction) {
      lost[direction] = true;
    },
    cut: breakAll,
    goAway() {
      away = true;
      breakAll();
    },
    restore() {
      away = false;
    },
    async close() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}
