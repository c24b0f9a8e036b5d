/** Opens a page, again and again: its requests leave together, as a browser sends them. */
import { Agent, request } from 'node:http';
import { obey } from './run.ts';

export interface HomeOrder {
  api: string;
  token: string;
  paths: readonly string[];
  warmUps: number;
  times: number;
}
export interface HomeSeen {
  /** In milliseconds; the whole is until the last of them was answered. */
  together: { whole: number[]; each: number[][] };
  oneByOne: { whole: number[]; each: number[][] };
  bytes: number[];
}

/** Without HTTP/2 a browser keeps so many connections to a server. */
const connections = 6;

obey<HomeOrder, 'started' | 'ended', HomeSeen>(async ({ api, token, paths, warmUps, times }, mark) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const bytes: number[] = [];
  const ask = (path: string, i: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const headers = { Authorization: `Bearer ${token}` };
      const sent = request(`${api}${path}`, { agent, headers }, (response) => {
        let size = 0;
        response.on('data', (chunk: Buffer) => (size += chunk.length));
        response.on('end', () => {
          bytes[i] = size;
          if (response.statusCode === 200) resolve(performance.now() - began);
          else reject(new Error(`${path} was answered with ${response.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  const open = async (all: (ask: (path: string, i: number) => Promise<number>) => Promise<number[]>) => {
    const seen = { whole: [] as number[], each: paths.map((): number[] => []) };
    for (let n = -warmUps; n < times; n++) {
      const began = performance.now();
      const took = await all(ask);
      if (n < 0) continue;
      seen.whole.push(performance.now() - began);
      for (const [i, one] of took.entries()) seen.each[i]!.push(one);
    }
    return seen;
  };
  const oneByOne = await open(async (ask) => {
    const took: number[] = [];
    for (const [i, path] of paths.entries()) took.push(await ask(path, i));
    return took;
  });
  await mark('started');
  const together = await open((ask) => Promise.all(paths.map(ask)));
  await mark('ended');
  agent.destroy();
  return { together, oneByOne, bytes };
});
