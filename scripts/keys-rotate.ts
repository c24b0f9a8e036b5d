/**
 * `npm run keys:rotate` gives every organization a new data key and seals every sealed value anew; a data key that is wrapped
 * with TUTTI_SECRET_PREVIOUS is wrapped with TUTTI_SECRET. It runs beside servers, may be stopped at any moment, and goes on
 * with the next call. [DAT-2]
 */
import { audit } from '../src/modules/compliance/audit.service.ts';
import { sealedColumns } from '../src/modules/secrets/sealed-columns.ts';
import { type Rotated, rotateKeys } from '../src/platform/crypto/key-rotation.ts';
import { deriveKeys } from '../src/platform/crypto/keys.ts';
import { describeFailure } from '../src/start/failure.ts';
import { withDatabase } from './lib/with-database.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  const rotated = await withDatabase(async (db, { secret, previousSecret }) => {
    const { master } = deriveKeys(secret, previousSecret);
    const done = await rotateKeys({ jobs: db.jobs, master, columns: sealedColumns, tell: print });
    await db.asWorker((em) =>
      audit(em, {
        orgId: null,
        actorId: null,
        actor: 'command',
        action: 'keys.rotated',
        entity: 'data_key',
        entityId: null,
        changes: { values: { before: null, after: done.values } },
      }),
    );
    return done;
  });
  print(told(rotated));
  if (rotated.damaged.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${describeFailure(error, 'The keys were not changed to the end')}\n`);
  process.exitCode = 1;
}

function told({ resumed, values, rewrapped, damaged }: Rotated): string {
  const what = `${values} values are sealed with the new data keys, ${rewrapped} data keys were wrapped anew.`;
  const done = resumed ? `An earlier run is finished: ${what}` : what;
  if (damaged.length === 0) return done;
  return `${done}\nThese values open with no key and stayed as they are:\n${damaged.join('\n')}`;
}
