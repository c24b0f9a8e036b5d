/** `npm run audit:verify` computes the chains of the audit log anew and says what was changed, cut or put in. */
import {
  headsFile,
  readNotedHeads,
  type Verdict,
  verifyAudit,
} from '../src/modules/compliance/audit-verify.ts';
import { describeFailure } from '../src/start/failure.ts';
import { withDatabase } from './lib/with-database.ts';

try {
  const verdict = await withDatabase(async (db, { dataDir }) =>
    verifyAudit(db.jobs, await readNotedHeads(headsFile(dataDir))),
  );
  process.stdout.write(told(verdict));
  if (verdict.faults.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'The audit log was not looked at')}\n`);
  process.exitCode = 1;
}

function told({ months, faults }: Verdict): string {
  const lines = months.map(
    ({ month, entries, hash }) => `${month.slice(0, 7)}  ${String(entries).padStart(8)} entries  ${hash}`,
  );
  const end =
    faults.length === 0 ? 'The audit log is whole.' : `The audit log is not whole:\n${faults.join('\n')}`;
  return `${[...lines, end].join('\n')}\n`;
}
