/** `npm run chaos -- [<row> …] [--short]`: what breaks in practice, done to real servers. `chaos/README.md` lists the rows. */
import { parseArgs } from 'node:util';
import { cloneDatabase } from '../test/support/clone-database.ts';
import { removeTestPostgres, seeded, startTestPostgres } from '../test/support/postgres.setup.ts';
import type { Ground } from './ground.ts';
import { linesOf, passes, Skipped, summaryOf, withDeadline } from './outcome.ts';
import { type Row, type RowName, rows } from './rows.ts';

/** Far more than any row takes. */
const rowLimitMs = 15 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in rows));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}. There are ${Object.keys(rows).join(', ')}.\n`);
  process.exit(1);
}
const chosen = (positionals.length > 0 ? positionals : Object.keys(rows)) as RowName[];

say('Making a database');
const { postgres, dataDir } = await startTestPostgres({ durable: true });
const ground: Ground = {
  short: values.short,
  database: () => cloneDatabase(postgres, seeded),
  say: (line) => say(`  … ${line}`),
};
const failed: string[] = [];
const skipped: string[] = [];
try {
  for (const name of chosen) if (!(await runRow(name, rows[name]))) failed.push(name);
} finally {
  await postgres.stop();
  await removeTestPostgres(dataDir);
}
say(`\n${summaryOf(chosen, failed, skipped)}`);
// a player whom a failed row left behind would keep trying
process.exit(failed.length === 0 ? 0 : 1);

async function runRow(name: string, { fault, run }: Row): Promise<boolean> {
  say(`\n${name}: ${fault}`);
  const began = performance.now();
  try {
    const outcome = await withDeadline(name, rowLimitMs, () => run(ground));
    for (const line of linesOf(outcome)) say(`  ${line}`);
    say(`  took ${Math.round((performance.now() - began) / 1_000)} s`);
    return passes(outcome);
  } catch (error) {
    if (error instanceof Skipped) {
      skipped.push(name);
      say(`  SKIPPED  ${error.message}`);
    } else say(`  FAIL  ${error instanceof Error ? error.stack : error}`);
    return error instanceof Skipped;
  }
}
