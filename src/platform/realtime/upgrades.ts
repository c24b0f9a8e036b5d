import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { IsAllowedOrigin } from '../http/origins.ts';

/** The HTTP server itself loses sight of a connection once it is a WebSocket. */
export interface UpgradedSockets {
  destroyAll(): void;
}

/**
 * Puts one guard in front of all who wait for upgrades on this server: a foreign origin gets 403 [EDG-1], and an address
 * that nobody serves gets 404 instead of an open socket.
 */
export function directUpgrades(
  http: Server,
  isAllowedOrigin: IsAllowedOrigin,
  isServed: (url: string) => boolean,
): UpgradedSockets {
  const sockets = new Set<Duplex>();
  const listeners = http.listeners('upgrade');
  http.removeAllListeners('upgrade');
  http.on('upgrade', (request, socket, head) => {
    if (!isAllowedOrigin(request)) return refuse(socket, '403 Forbidden');
    if (!isServed(request.url ?? '')) return refuse(socket, '404 Not Found');
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    for (const listener of listeners) listener.call(http, request, socket, head);
  });
  return {
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
