import { WebSocketClient } from '@colyseus/ws-transport';
import { expect, it } from 'vitest';
import { copyPatches } from '../../../src/platform/realtime/copy-patches.ts';

/** A socket that sends nothing yet, like that of a slow client. */
function slowClient() {
  const waiting: Uint8Array[] = [];
  const socket = { send: (data: Uint8Array) => void waiting.push(data) };
  return { waiting, client: new WebSocketClient('seat', socket as never) };
}

it('a patch that waits for a slow client is not overwritten by the next one', () => {
  const shared = new Uint8Array(8);
  const bare = slowClient();
  bare.client.raw(shared.subarray(0, 4) as never);
  shared.fill(7);
  expect([...bare.waiting[0]!], 'without the mend it would be').toEqual([7, 7, 7, 7]);

  copyPatches();
  copyPatches();
  shared.fill(1);
  const [first, second] = [slowClient(), slowClient()];
  const patch = shared.subarray(0, 4) as never;
  first.client.raw(patch);
  second.client.raw(patch);
  shared.fill(2);
  first.client.raw(shared.subarray(0, 4) as never);
  expect(first.waiting.map((sent) => [...sent])).toEqual([
    [1, 1, 1, 1],
    [2, 2, 2, 2],
  ]);
  expect(second.waiting[0], 'one copy serves everybody').toBe(first.waiting[0]);
});
