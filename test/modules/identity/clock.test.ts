import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, goodPassword } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { email: 'anna@school.example', role: 'teacher' });
});
afterAll(() => server.stop());

/** A device of its own, with the SDK and a clock that is wrong by so many minutes. */
const onDevice = (minutes: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(
      `import { parentPort, workerData } from 'node:worker_threads';
       const { url, password, sdk, minutes } = workerData;
       const RealDate = Date;
       globalThis.Date = class extends RealDate {
         constructor(...given) { given.length ? super(...given) : super(RealDate.now() + minutes * 60_000); }
         static now() { return RealDate.now() + minutes * 60_000; }
       };
       const { createTutti } = await import(sdk);
       const tutti = createTutti({ url });
       await tutti.signIn({ email: 'anna@school.example', password, keep: 'body' });
       const { email } = await tutti.request('GET', '/me');
       const first = await tutti.accessToken();
       const again = await tutti.accessToken();
       parentPort.postMessage({ email, renewed: first !== again, off: Math.round((Date.now() - RealDate.now()) / 60_000) });`,
      {
        eval: true,
        workerData: {
          url: server.url,
          password: goodPassword,
          sdk: new URL('../../../client-sdk/src/index.ts', import.meta.url).href,
          minutes,
        },
      },
    );
    worker.once('message', resolve).once('error', reject);
  });

describe('a device whose clock is wrong', () => {
  it.each([-5, 5, 60 * 24 * 365])('by %i minutes signs in and stays signed in', async (minutes) => {
    expect(await onDevice(minutes)).toEqual({ email: 'anna@school.example', renewed: false, off: minutes });
  });
});
