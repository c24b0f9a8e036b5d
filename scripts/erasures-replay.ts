/**
 * `npm run erasures:replay` erases again whoever was erased before and is back because a backup was restored; with
 * `-- --file tombstones.log` by the list of another machine. The server does the same with its own list at every start.
 */
import { parseArgs } from 'node:util';
import { createErasureService } from '../src/modules/compliance/erasure.service.ts';
import { openTombstoneLog, tombstoneFile } from '../src/modules/compliance/tombstone-log.ts';
import { createLog } from '../src/platform/log/log.ts';
import { describeFailure } from '../src/start/failure.ts';
import { withDatabase } from './lib/with-database.ts';

try {
  const { values } = parseArgs({ options: { file: { type: 'string' } } });
  const erased = await withDatabase(async (db, config) => {
    const tombstones = openTombstoneLog(values.file ?? tombstoneFile(config.dataDir));
    const erasure = createErasureService({ db, tombstones, gone: () => {}, log: createLog(config) });
    return erasure.replay();
  });
  process.stdout.write(
    erased === 0 ? 'Nobody was back who had been erased.\n' : `Erased again: ${erased}.\n`,
  );
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'Nobody was erased again')}\n`);
  process.exitCode = 1;
}
