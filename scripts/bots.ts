/**
 * `npm run bots -- --pin 123456 --players 30` sends synthetic players into a class, who answer like one: some slow, some
 * wrong, some late, some with a bad network. They know no keys and use the same SDK as every game.
 */

import { describeFailure } from '../src/start/failure.ts';
import { playClass } from './bots/class-of-bots.ts';
import { readBotOptions, usage } from './bots/options.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const options = readBotOptions(process.argv.slice(2));
  if (options) {
    const tally = await playClass(options, say);
    say(tally.summary());
    if (tally.lost > 0 || tally.came === 0) process.exitCode = 1;
  } else {
    say(usage);
  }
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'No bots came')}\n`);
  process.exitCode = 1;
}
