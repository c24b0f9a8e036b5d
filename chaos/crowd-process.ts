/** A class in a process of its own, so that its players take no time from whoever measures. `crowd.ts` talks to it. */
import { signIn } from '../test/support/class-play.ts';
import type { CrowdOrder, CrowdReply } from './crowd.ts';
import { PlayingClass } from './players.ts';

// the client library tells of every broken connection
console.warn = () => {};

let playing: PlayingClass;
const here = (at: number) => at - performance.timeOrigin;

async function obey(order: CrowdOrder): Promise<CrowdReply> {
  if (order.type === 'gather') {
    playing = new PlayingClass(await signIn(order.url, order.teacher), order.options);
    await playing.gather();
    return { type: 'done' };
  }
  if (order.type === 'start') {
    await playing.start();
    return { type: 'done' };
  }
  if (order.type === 'allBack') {
    const { lost, since, withinMs } = order;
    return { type: 'back', times: await playing.allBack(here(lost), here(since), withinMs) };
  }
  await playing.finish();
  const { acknowledged, sessions, refused } = playing;
  return { type: 'played', acknowledged, sessions, refused: [...refused] };
}

process.on('message', (order: CrowdOrder) => {
  obey(order).then(
    (reply) => process.send!(reply),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
});
