import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { type RosterEntry, type RosterFault, readRow, twice } from '../../domain/roster/roster.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { RosterDone, RosterPreview, RosterRow } from '../../wire/classes.ts';
import { audit } from '../compliance/audit.service.ts';
import type { ConsentService } from '../family/consent.service.ts';
import { readPerson } from '../identity/person.service.ts';
import { requireClass } from './class-access.ts';
import { hasSchoolAgreement, lockNames } from './enrol.ts';
import { bringIn } from './roster-bring-in.ts';
import { readRosterFile } from './roster-file.ts';
import { type Planned, planRoster, readKnown } from './roster-plan.ts';

const keepMs = 24 * 60 * 60 * 1_000;
/** So many pupils in one transaction. */
const batch = 100;
const shownRows = 200;

const nothingDone: RosterDone = { made: 0, joined: 0, asked: 0, waiting: 0, left: 0 };

const rowsPlace = (id: string) => ({ table: 'roster_imports', column: 'rows_sealed', row: id });

interface Dependencies {
  db: Database;
  envelope: Envelope;
  consent: ConsentService;
  now: () => Date;
}

/** A list of pupils: looked through first, made when somebody says yes. */
export function createRosterService({ db, envelope, consent, now }: Dependencies) {
  return {
    async preview(caller: SignedInCaller, groupId: string, file: Uint8Array): Promise<RosterPreview> {
      await requireClass(db, caller, groupId, 'teaches');
      const { columns, rows } = readRosterFile(file);
      const faults: RosterFault[] = [];
      const entries: RosterEntry[] = [];
      for (const row of rows) {
        const read = readRow(row);
        if ('faults' in read) faults.push(...read.faults);
        else entries.push(read.entry);
      }
      faults.push(...twice(entries));
      const known = await db.asWorker((em) => readKnown(em, caller.orgId, groupId, entries));
      const planned = await db.asWorker((em) => planRoster(em, caller.orgId, entries, known, faults, now()));
      const bad = new Set(faults.map(({ line }) => line));
      const good = planned.filter(({ line }) => !bad.has(line));

      const id = uuid();
      const expiresAt = new Date(now().getTime() + keepMs);
      const sealed = await envelope.seal(caller.orgId, rowsPlace(id), JSON.stringify(good));
      await db.asWorker((em) =>
        em.execute(
          `INSERT INTO roster_imports (id, org_id, group_id, created_by, rows_sealed, good_rows, bad_rows, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [id, caller.orgId, groupId, caller.userId, sealed, good.length, bad.size, expiresAt],
        ),
      );
      return {
        importId: id,
        expiresAt: expiresAt.toISOString(),
        good: good.length,
        bad: bad.size,
        rows: good.slice(0, shownRows).map(presentRow),
        faults: faults.toSorted((a, b) => a.line - b.line),
        columns,
      };
    },

    /** Makes what was shown. A repeat gives the same and makes nothing twice, also after a crash in the middle. */
    async confirm(
      caller: SignedInCaller,
      groupId: string,
      importId: string,
      baseUrl: string,
    ): Promise<RosterDone> {
      await requireClass(db, caller, groupId, 'teaches');
      const found = await db.asWorker((em) => findImport(em, importId, groupId, caller.userId));
      if (found.confirmed_at) return toldOf(found);
      const planned = JSON.parse(
        await envelope.openText(rowsPlace(importId), found.rows_sealed),
      ) as Planned[];
      const emptied = await envelope.seal(caller.orgId, rowsPlace(importId), '[]');
      for (;;) {
        const told = await db.asWorker(async (em) => {
          // two who confirm at once go one after the other, and go on where the other stopped
          const so = await findImport(em, importId, groupId, caller.userId, 'FOR UPDATE');
          if (so.confirmed_at) return toldOf(so);
          await lockNames(em, caller.orgId);
          const done = toldOf(so);
          const from = so.result?.rows ?? 0;
          const hasAgreement = await hasSchoolAgreement(em, caller.orgId);
          const bringing = {
            caller,
            groupId,
            baseUrl,
            consent,
            hasAgreement,
            locale: (await readPerson(em, caller.userId)).locale,
          };
          for (const row of planned.slice(from, from + batch))
            for (const one of await bringIn(em, bringing, row)) done[one] += 1;
          const isLast = from + batch >= planned.length;
          await em.execute(
            `UPDATE roster_imports SET result = ?, rows_sealed = CASE WHEN ? THEN ? ELSE rows_sealed END,
               confirmed_at = CASE WHEN ? THEN now() END WHERE id = ?`,
            [JSON.stringify({ ...done, rows: from + batch }), isLast, emptied, isLast, importId],
          );
          if (!isLast) return null;
          await audit(em, {
            orgId: caller.orgId,
            actorId: caller.userId,
            action: 'roster.confirmed',
            entity: 'group',
            entityId: groupId,
            changes: { pupils: { before: null, after: done } },
          });
          return done;
        });
        if (told) return told;
      }
    },
  };
}
export type RosterService = ReturnType<typeof createRosterService>;

const presentRow = ({
  line,
  firstName,
  lastName,
  username,
  email,
  birthMonth,
  becomes,
  consent,
}: Planned): RosterRow => ({
  line,
  name: [firstName, lastName].filter(Boolean).join(' '),
  username,
  email,
  birthMonth,
  becomes,
  consent,
});

interface Import {
  rows_sealed: Buffer;
  confirmed_at: Date | null;
  /** Of so many rows so far; of all of them when it is confirmed. */
  result: (RosterDone & { rows: number }) | null;
}

const toldOf = ({ result }: Import): RosterDone => {
  const { rows: _, ...done } = result ?? { ...nothingDone, rows: 0 };
  return done;
};

async function findImport(
  em: EntityManager,
  id: string,
  groupId: string,
  createdBy: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Import> {
  const [found] = await em.execute<Import[]>(
    `SELECT rows_sealed, confirmed_at, result FROM roster_imports
     WHERE id = ? AND group_id = ? AND created_by = ? AND expires_at > now() ${lock}`,
    [id, groupId, createdBy],
  );
  if (!found)
    throw new AppError('roster/import-not-found', 'This list is no longer there. Read the file again.');
  return found;
}
