/** The load generator: a process of its own, which tells `live.ts` when to read the meters. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type Address, openSubject, type Player } from './subjects.ts';

export interface LoadOrder {
  address: Address;
  players: number;
  warmUp: number;
  rounds: number;
}
export type Mark = 'before' | 'joined' | 'started' | 'ended';
export type LoadMessage = { mark: Mark } | { timings: Timings };

/** Milliseconds, over all measured rounds. */
export interface Timings {
  /** From the moment at which the first player has the question until each has it. */
  fanOut: number[];
  acknowledgement: number[];
  /** From the last acknowledgement to the last result, one a round. */
  lastResult: number[];
  bytesReceived: number;
}

const enterAtOnce = 50;
const settleMs = 1_000;
const thinkMs = 200;
const betweenRoundsMs = 100;
const roundLimitMs = 30_000;

process.once('message', (order: LoadOrder) => {
  run(order)
    .then((timings) => process.send!({ timings } satisfies LoadMessage, () => process.exit(0)))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    });
});

async function mark(name: Mark): Promise<void> {
  process.send!({ mark: name } satisfies LoadMessage);
  await once(process, 'message');
}

async function run({ address, players: count, warmUp, rounds }: LoadOrder): Promise<Timings> {
  const subject = await openSubject(address);
  const players: Player[] = new Array(count);
  const timings: Timings = { fanOut: [], acknowledgement: [], lastResult: [], bytesReceived: 0 };
  const sentAt = new Float64Array(count);
  const round = { first: 0, saved: 0, results: 0, lastSaved: 0, done: () => {} };

  const hearing = (index: number) => (heard: string | null, bytes: number) => {
    const now = performance.now();
    timings.bytesReceived += bytes;
    if (heard === 'question') {
      round.first ||= now;
      timings.fanOut.push(now - round.first);
      setTimeout(() => {
        sentAt[index] = performance.now();
        players[index]!.answer();
      }, Math.random() * thinkMs);
    } else if (heard === 'saved') {
      timings.acknowledgement.push(now - sentAt[index]!);
      round.saved++;
      round.lastSaved = now;
    } else if (heard === 'result') {
      round.results++;
      if (round.results < count) return;
      timings.lastResult.push(now - round.lastSaved);
      round.done();
    }
  };

  const play = async () => {
    Object.assign(round, { first: 0, saved: 0, results: 0 });
    const over = new Promise<void>((resolve) => {
      round.done = resolve;
    });
    await subject.openRound();
    const late = new AbortController();
    await Promise.race([
      over,
      wait(roundLimitMs, undefined, { signal: late.signal }).then(() => {
        throw new Error(`a round did not end: ${round.saved} saved, ${round.results} results of ${count}`);
      }),
    ]).finally(() => late.abort());
    if (round.saved !== count) throw new Error(`${round.saved} of ${count} answers were acknowledged`);
    await wait(betweenRoundsMs);
  };

  await wait(settleMs);
  await mark('before');
  const queue = players.keys();
  const enter = async () => {
    for (const index of queue) players[index] = await subject.enter(index, hearing(index));
  };
  await Promise.all(Array.from({ length: enterAtOnce }, enter));
  await wait(settleMs);
  await mark('joined');
  for (let i = 0; i < warmUp; i++) await play();
  Object.assign(timings, { fanOut: [], acknowledgement: [], lastResult: [], bytesReceived: 0 });
  await mark('started');
  for (let i = 0; i < rounds; i++) await play();
  await mark('ended');
  return timings;
}
