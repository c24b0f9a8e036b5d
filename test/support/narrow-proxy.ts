import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What becomes of a WebSocket on the way: refused as by a filter, closed at once, or never answered. */
export type Barrier = 'refuses' | 'hangs up' | 'says nothing';

/** A school's web filter: HTTP gets through, a WebSocket does not. */
export interface NarrowProxy {
  url: string;
  barrier: Barrier;
  /** How many WebSockets were tried. */
  tried: number;
  /** Breaks every connection; new ones get through again. */
  cut(): void;
  close(): Promise<void>;
}

export async function startNarrowProxy(target: string): Promise<NarrowProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket | Duplex>();
  const server = createServer((incoming, reply) => {
    const { method, url, headers } = incoming;
    const outgoing = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply);
    });
    outgoing.on('error', () => reply.destroy());
    reply.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const proxy: NarrowProxy = {
    url: '',
    barrier: 'refuses',
    tried: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      proxy.cut();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('upgrade', (_, socket) => {
    proxy.tried++;
    if (proxy.barrier === 'refuses')
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    if (proxy.barrier === 'hangs up') socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
