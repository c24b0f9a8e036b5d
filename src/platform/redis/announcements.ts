import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { KeyRing } from '../crypto/keys.ts';
import type { Redis } from './redis.ts';
import { sealing } from './sealing.ts';

export interface Announcements<T> {
  /** Heard here before this returns, and by the other processes a moment later. */
  announce(value: T): void;
  /** Not heard here. */
  tellOthers(value: T): void;
  /** Gives the function that stops listening. */
  onAnnounced(listener: (value: T) => void): () => void;
}

/** `name` is the same at every process, and nothing else has it. */
export type Announcing = <T>(name: string, schema: z.ZodType<T>) => Announcements<T>;

/**
 * What every process wants to know at once. Without Redis, and while it is away, only this one hears it: whoever relies on it
 * looks into the database from time to time as well.
 */
export function createAnnouncing(shared: { redis: Redis; keys: KeyRing } | null = null): Announcing {
  const here = randomUUID();
  return (name, schema) => {
    const channel = `tutti:announce:${name}`;
    const listeners = new Set<(value: z.infer<typeof schema>) => void>();
    const tell = (value: z.infer<typeof schema>): void => {
      for (const listener of listeners) listener(value);
    };
    const others = shared && { redis: shared.redis, ...sealing(shared.keys, channel) };
    others?.redis.listen(channel, (message) => {
      const heard = read(() => others.open(message));
      const value = schema.safeParse(heard?.value);
      if (heard?.from !== here && value.success) tell(value.data);
    });
    const tellOthers = (value: z.infer<typeof schema>): void => {
      if (!others) return;
      const message = others.seal(JSON.stringify({ from: here, value }));
      others.redis.ask((client) => client.publish(channel, message)).catch(() => undefined);
    };
    return {
      announce(value) {
        tell(value);
        tellOthers(value);
      },
      tellOthers,
      onAnnounced(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  };
}

/** null: it is none of ours. */
function read(open: () => string): { from?: unknown; value?: unknown } | null {
  try {
    return JSON.parse(open());
  } catch {
    return null;
  }
}
