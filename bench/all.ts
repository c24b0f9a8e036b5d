/**
 * `npm run bench -- all` takes all figures, one bench after the other, and says at the end which targets are met. With `--quick` it
 * is done in about a quarter of an hour: fewer repetitions, shorter runs. The soak is not part of it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { resultsFolder, type Written } from './results.ts';
import { between, say } from './run.ts';
import { markdownOf, verdictsOf } from './summary.ts';
import { verdictLine } from './targets.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** No other bench begins after so many minutes. */
    within: { type: 'string', default: '720' },
  },
});
const withinMs = 60_000 * between('within', values.within, 1, 720);

const whole = [
  ['class', '--n', '1000,2000,5000', '--repetitions', '3'],
  ['class', '--n', '50,200', '--repetitions', '3'],
  ['rooms'],
  ['durable'],
  ['rest'],
  ['cluster'],
  ['sign-ins'],
  ['even-replies'],
  ['report'],
  ['progress'],
  ['home'],
  ['groups'],
];
const quick = [
  ['class', '--n', '1000', '--repetitions', '3'],
  ['rooms', '--subjects', 'product', '--steps', '10,100,150,300,600', '--rounds', '3'],
  ['class', '--n', '200,2000,5000', '--repetitions', '1'],
  ['durable', '--n', '2000', '--rounds', '5', '--repetitions', '1'],
  ['rest', '--seconds', '3', '--repetitions', '1'],
  ['cluster', '--rooms', '40', '--rounds', '3'],
  ['class', '--n', '50', '--repetitions', '1'],
];

const program = fileURLToPath(new URL('index.ts', import.meta.url));
const started = performance.now();
const failed: string[] = [];
const results: Written[] = [];
const report = join(resultsFolder, 'all.md');
const figures = join(resultsFolder, 'all.json');
for (const args of values.quick ? quick : whole) {
  if (performance.now() - started > withinMs) {
    failed.push(args.join(' '));
    continue;
  }
  say(`\n━━ npm run bench -- ${args.join(' ')}\n`);
  const before = new Set(files());
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  if (status !== 0) failed.push(args.join(' '));
  for (const file of files().filter((name) => !before.has(name)))
    if (!/^all\./.test(file))
      results.push(JSON.parse(readFileSync(join(resultsFolder, file), 'utf8')) as Written);
  // after each: whoever stops it keeps what is there
  writeFileSync(report, `${markdownOf(results)}\n`);
  writeFileSync(figures, `${JSON.stringify(results, null, 2)}\n`);
}
const verdicts = verdictsOf(results);
const missed = verdicts.filter(({ holds }) => !holds).length;
say(`\n━━ all, in ${Math.round((performance.now() - started) / 1_000)} s\n`);
say(verdicts.map(verdictLine).join('\n'));
say(`\n${verdicts.length - missed} targets met, ${missed} missed`);
for (const name of failed) say(`not done: ${name}`);
say(`\n${markdownOf(results)}`);
say(`\nthese tables: ${relative(process.cwd(), report)}; all figures: ${relative(process.cwd(), figures)}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function files(): string[] {
  try {
    return readdirSync(resultsFolder);
  } catch {
    return [];
  }
}
