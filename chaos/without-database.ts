import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../test/support/class-play.ts';
import type { OwnProcess } from '../test/support/own-process.ts';
import { isLive, isReady, keepAsking } from './health.ts';
import { type Check, check } from './outcome.ts';
import type { PlayingClass } from './players.ts';
import { megabytes, seconds, watchMemory } from './process.ts';

const mostMemory = 100 * 1_048_576;
const resumesWithinMs = 5_000;
/** What was on its way to the class when the fault came may still arrive. */
const onTheWayMs = 250;
const askedPerSecond = 20;

/** A way in which the database can be missing. */
export interface Fault {
  name: string;
  begin(): unknown;
  end(): unknown;
  lastsMs: number;
  /** `atOnce`: from the beginning nothing is stored. `byAndBy`: some more may be. */
  comes: 'atOnce' | 'byAndBy';
}
const toldWithinMs = { atOnce: 3_000, byAndBy: 60_000 };

export interface Seen {
  figures: string[];
  checks: Check[];
}

/** [DUR-4] What a running class and its server make of it. */
export async function playWithoutDatabase(
  server: OwnProcess,
  playing: PlayingClass,
  { name, begin, end, lastsMs, comes }: Fault,
): Promise<Seen> {
  const { pid } = server;
  const memory = watchMemory(pid!);
  const saving = () => everybody(playing).every(({ view }) => view.saving);
  await begin();
  const began = performance.now();
  await wait(onTheWayMs);
  const before = playing.acknowledged.length;
  const asking = keepAsking(`${server.url}/api/v1/join?pin=${playing.host.view.pin}`, askedPerSecond);
  const told = await timed(() => until(saving, 'everybody is told', toldWithinMs[comes]), began);
  const healthTells = (await isLive(server.url)) && !(await isReady(server.url));
  await wait(Math.max(0, began + lastsMs - performance.now()));
  const during = playing.acknowledged.length - before;
  const ended = performance.now();
  await end();
  const goesOn = () =>
    playing.acknowledged.length > before + during && everybody(playing).every(({ view }) => !view.saving);
  const resumed = await timed(() => until(goesOn, 'the class goes on', 60_000), ended);
  const recovered = await timed(() => until(() => isReady(server.url), 'health', 60_000), ended);
  const replies = await asking.stop();
  const most = memory.most();
  return {
    figures: [
      `${name} for ${seconds(lastsMs)}: memory ${megabytes(most)} more, went on after ${shown(resumed)}, healthy after ${shown(recovered)}; meanwhile ${askedPerSecond} requests a second got ${replies}`,
    ],
    checks: [
      check(`${name}: no crash`, server.pid === pid),
      check(`${name}: health is red, and green again by itself`, healthTells && recovered !== null),
      check(`${name}: "saving…" is told after ${shown(told)}`, told !== null),
      ...(comes === 'atOnce' ? [check(`${name}: nothing is acknowledged: ${during}`, during === 0)] : []),
      check(`${name}: memory +100 MB at most: ${megabytes(most)}`, most <= mostMemory),
      check(`${name}: resumes ≤ 5 s: ${shown(resumed)}`, resumed !== null && resumed <= resumesWithinMs),
    ],
  };
}

const everybody = ({ players, host }: PlayingClass) => [...players, host];

const shown = (ms: number | null): string => (ms === null ? 'never' : seconds(ms));

/** The ms from `since` on, or null when it did not happen. */
async function timed(happens: () => Promise<void>, since: number): Promise<number | null> {
  try {
    await happens();
    return performance.now() - since;
  } catch {
    return null;
  }
}
