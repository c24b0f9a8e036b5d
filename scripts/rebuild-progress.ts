/**
 * `npm run rebuild:progress` computes every learner's numbers from what was answered and bought, and fails where the tables say
 * otherwise; `-- --mend` puts them right.
 */
import { parseArgs } from 'node:util';
import { rebuildProgress } from '../src/modules/progress/rebuild.ts';
import { describeFailure } from '../src/start/failure.ts';
import { withDatabase } from './lib/with-database.ts';

try {
  const { values } = parseArgs({ options: { mend: { type: 'boolean', default: false } } });
  const { learners, differences } = await withDatabase((db) => rebuildProgress(db, values));
  for (const { learnerId, what } of differences)
    process.stdout.write(`${learnerId}\n${what.map((line) => `  ${line}\n`).join('')}`);
  const count = differences.length;
  process.stdout.write(
    count === 0
      ? `Learners looked at: ${learners}. Every number is what the answers say.\n`
      : `Learners looked at: ${learners}. ${values.mend ? 'Put right' : 'Otherwise than the answers say'}: ${count}.\n`,
  );
  if (count > 0 && !values.mend) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'Progress was not computed again')}\n`);
  process.exitCode = 1;
}
