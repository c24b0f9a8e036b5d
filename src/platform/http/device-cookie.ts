import { randomToken } from '../crypto/one-time-token.ts';
import type { Reply } from './route.ts';

const length = randomToken().length;

export interface DeviceCookie {
  /** What the browser showed; undefined when it is none of ours. */
  read(cookies: Readonly<Record<string, string | undefined>>): string | undefined;
  /** The same again, or a new one that the browser keeps from now on. */
  keep(cookies: Readonly<Record<string, string | undefined>>, reply: Reply): string;
}

/** A browser is known by a random cookie, out of reach for scripts and for other sites. It says nothing about anybody. */
export function deviceCookie(options: {
  name: string;
  /** The only requests that carry it. */
  paths: readonly string[];
  maxAgeMs: number;
  https: boolean;
}): DeviceCookie {
  const { name, paths, maxAgeMs, https } = options;
  const read: DeviceCookie['read'] = (cookies) => {
    const known = cookies[name];
    return known?.length === length ? known : undefined;
  };
  return {
    read,
    keep(cookies, reply) {
      const known = read(cookies);
      if (known) return known;
      const device = randomToken();
      for (const path of paths)
        reply.cookie(name, device, {
          httpOnly: true,
          sameSite: 'strict',
          secure: https,
          maxAge: maxAgeMs,
          path,
        });
      return device;
    },
  };
}
