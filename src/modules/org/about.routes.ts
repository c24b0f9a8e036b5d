import { z } from 'zod';
import { joinBaseUrls } from '../../platform/http/addresses.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { locale } from '../../wire/common.ts';

const about = z.strictObject({
  version: z.string(),
  /** What a join link may begin with: the public address, or those that devices in the same network reach. */
  addresses: z.array(z.string()),
  locales: z.array(locale),
});

interface AboutOptions {
  publicUrl: string | undefined;
  version: string;
  port: () => number;
}

export function aboutRoutes({ publicUrl, version, port }: AboutOptions): Route[] {
  return [
    route({
      method: 'get',
      path: '/about',
      summary: 'Version, languages and the addresses for join links',
      tag: 'Server',
      auth: 'anyone',
      response: about,
      handler: async () => ({ version, addresses: joinBaseUrls(publicUrl, port()), locales: locale.options }),
    }),
  ];
}
