import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Direction = 'up' | 'down';

/**
 * `away`: connections break, and nobody answers. `hanging`: connections stand, and nothing comes back. `silent`: they stand, and
 * nothing passes either way, no goodbye either. What hangs comes through when the wire is good again.
 */
export type WireState = 'good' | 'away' | 'hanging' | 'silent';

/** A line to a server, with the faults that networks have. */
export interface Wire {
  /** The same server, by way of this wire. */
  url: string;
  /** Another address of that server, by way of this wire. */
  by(url: string): string;
  become(state: WireState): void;
  /** Each way takes so long. */
  delay(ms: number): void;
  /** What goes that way is lost without a sign of it, until the next cut: the connection is half open. */
  lose(direction: Direction): void;
  /** Breaks every connection; new ones get through. */
  cut(): void;
  stop(): Promise<void>;
}

interface Line {
  near: Socket;
  far: Socket;
}

const usualPorts: Record<string, number> = {
  'http:': 80,
  'redis:': 6379,
  'postgres:': 5432,
  'postgresql:': 5432,
};

/** `host`: where it listens. */
export async function startWire(to: string, host = '127.0.0.1'): Promise<Wire> {
  const target = new URL(to);
  const lines = new Set<Line>();
  const lost = { up: false, down: false };
  let state: WireState = 'good';
  let latencyMs = 0;

  /** In the order in which it came, also when the delay changes on the way. */
  const carry = (from: Socket, into: Socket, direction: Direction) => {
    const onTheWay: Buffer[] = [];
    from.on('data', (bytes) => {
      if (lost[direction]) return;
      if (latencyMs === 0 && onTheWay.length === 0) return void into.write(bytes);
      onTheWay.push(bytes);
      setTimeout(() => into.write(onTheWay.shift()!), latencyMs);
    });
  };
  /** A socket that is not read fills up, and its sender has to wait: as on a line that carries nothing. */
  const hold = ({ near, far }: Line) => {
    if (state === 'silent') near.pause();
    else near.resume();
    if (state === 'silent' || state === 'hanging') far.pause();
    else far.resume();
  };
  const server = createServer((near) => {
    if (state === 'away') return near.destroy();
    const far = connect(Number(target.port || usualPorts[target.protocol]), target.hostname);
    const line = { near, far };
    lines.add(line);
    carry(near, far, 'up');
    carry(far, near, 'down');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const)
      end
        .on('error', () => undefined)
        .on('close', () => {
          lines.delete(line);
          other.destroy();
        });
    hold(line);
  }).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const cut = () => {
    lost.up = lost.down = false;
    for (const { near, far } of lines) {
      near.destroy();
      far.destroy();
    }
  };
  const by = (address: string) => {
    const url = new URL(address);
    url.hostname = host;
    url.port = String(port);
    return address.endsWith('/') ? url.href : url.href.replace(/\/$/, '');
  };
  return {
    url: by(to),
    by,
    become(next) {
      state = next;
      if (state === 'away') cut();
      for (const line of lines) hold(line);
    },
    delay(ms) {
      latencyMs = ms;
    },
    lose(direction) {
      lost[direction] = true;
    },
    cut,
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
