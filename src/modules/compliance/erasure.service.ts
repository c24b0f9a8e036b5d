import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Log } from '../../platform/log/log.ts';
import { audit } from './audit.service.ts';
import type { EraseReason, Tombstone, TombstoneLog } from './tombstone-log.ts';

export type { EraseReason };

export interface Erasure {
  userId: string;
  orgId: string;
  /** Who wished it; null: a rule did. */
  actorId: string | null;
  reason: EraseReason;
}

export interface ErasureService {
  /**
   * Forgets a person in this transaction: all rows go, players become "Player", a tombstone stays. After the commit whatever is
   * open for the person closes. Refuses `class/last-teacher` while somebody would leave classes without a teacher.
   */
  erase(em: EntityManager, erasure: Erasure): Promise<void>;
  /** Writes new tombstones outside the database. Follows every erasure by itself. */
  note(): Promise<void>;
  /** Forgets again whoever was erased and is back, as after restoring a backup; gives how many. [CON-6] */
  replay(): Promise<number>;
  close(): Promise<void>;
}

interface Dependencies {
  db: Database;
  tombstones: TombstoneLog;
  /** Closes what is open for this person here. */
  gone(userId: string): void;
  log: Log;
}

/** Long enough for the transaction that erased to commit; what is missed is noted with the next, or by the nightly job. */
const noteAfterMs = [50, 500, 5_000];

export function createErasureService({ db, tombstones, gone, log }: Dependencies): ErasureService {
  const timers = new Set<NodeJS.Timeout>();
  let noting = Promise.resolve();

  const noteNow = async (): Promise<void> => {
    const { rows } = await db.jobs.query<{ user_id: string; erased_at: Date; reason: EraseReason }>(
      'SELECT user_id, erased_at, reason FROM tombstones ORDER BY erased_at, user_id',
    );
    const known = new Set((await tombstones.read()).map(({ userId }) => userId));
    const fresh = rows
      .filter(({ user_id }) => !known.has(user_id))
      .map(
        (row): Tombstone => ({
          userId: row.user_id,
          erasedAt: row.erased_at.toISOString(),
          reason: row.reason,
        }),
      );
    await tombstones.append(fresh);
    for (const { userId } of fresh) gone(userId);
  };
  /** One after another: two at once would write a person twice. */
  const note = (): Promise<void> => {
    noting = noting.then(noteNow, noteNow);
    return noting;
  };
  const noteSoon = (): void => {
    for (const ms of noteAfterMs) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        note().catch((err) => log.warn({ err }, 'tombstones are not noted outside the database yet'));
      }, ms);
      timer.unref();
      timers.add(timer);
    }
  };

  return {
    async erase(em, { userId, orgId, actorId, reason }) {
      const alone = await em.execute<{ id: string }[]>(classesWithoutAnother, [userId]);
      if (alone.length > 0)
        throw new AppError(
          'class/last-teacher',
          'Hand the classes over first; they would be without a teacher.',
        );
      await forget(em, userId);
      await em.execute(
        'INSERT INTO tombstones (user_id, org_id, reason) VALUES (?, ?, ?) ON CONFLICT (user_id) DO NOTHING',
        [userId, orgId, reason],
      );
      await audit(em, {
        orgId,
        actorId,
        action: 'person.erased',
        entity: 'user',
        entityId: userId,
        changes: { reason: { before: null, after: reason } },
      });
      noteSoon();
    },

    note,

    async replay() {
      const noted = await tombstones.read();
      const { rows } = await db.jobs.query<{ id: string; org_id: string; reason: EraseReason }>(returned, [
        noted.map(({ userId }) => userId),
      ]);
      const reasonOf = new Map(noted.map(({ userId, reason }) => [userId, reason]));
      for (const { id, org_id, reason } of rows) {
        await db.asWorker(async (em) => {
          await forget(em, id);
          await em.execute(
            'INSERT INTO tombstones (user_id, org_id, reason) VALUES (?, ?, ?) ON CONFLICT (user_id) DO NOTHING',
            [id, org_id, reasonOf.get(id) ?? reason],
          );
          await audit(em, {
            orgId: org_id,
            actorId: null,
            action: 'person.erased_again',
            entity: 'user',
            entityId: id,
          });
        });
        gone(id);
      }
      await note();
      return rows.length;
    },

    async close() {
      for (const timer of timers) clearTimeout(timer);
      if (timers.size > 0)
        await note().catch((err) => log.warn({ err }, 'tombstones are noted at the next start'));
    },
  };
}

/** What hangs on the account goes with it by foreign keys; the rest holds a name, an address or words about the person. */
async function forget(em: EntityManager, userId: string): Promise<void> {
  await em.execute(nobodyWritesAboutThem, [userId]);
  await em.execute(namelessPlayers, [userId, userId]);
  await em.execute('UPDATE data_requests SET note = NULL, answer = NULL WHERE subject_id = ?', [userId]);
  await em.execute(orphanedLinks, [userId]);
  await em.execute(lettersAbout, [userId]);
  await em.execute('DELETE FROM users WHERE id = ?', [userId]);
  // last: whoever still told something had to be waited for
  await em.execute(eventsAbout, [userId]);
}

/** Whoever writes about a person holds the account until that is written: it is waited for here, so that what is deleted next is all there is. */
const nobodyWritesAboutThem = 'SELECT 1 FROM users WHERE id = ? FOR UPDATE';

/** Their answers stay in the class's report, as those of nobody. */
const namelessPlayers = `
  UPDATE live_participants lp SET nickname = 'Player ' || numbered.n, skeleton = 'forgotten ' || lp.id, device_hash = NULL, user_id = NULL
  FROM (SELECT p.id, p.user_id, row_number() OVER (PARTITION BY p.session_id ORDER BY p.joined_at, p.id) AS n FROM live_participants p
        WHERE p.session_id IN (SELECT session_id FROM live_participants WHERE user_id = ?)) numbered
  WHERE lp.id = numbered.id AND numbered.user_id = ?`;

/** Letters to others that name this person, kept or not sent yet. Of one that has left there are no words. */
const lettersAbout = `
  DELETE FROM mail_messages WHERE about_ids @> ARRAY[?]::uuid[] AND content_sealed IS NOT NULL`;

/** What a learner did alone, told by ids. */
const eventsAbout = `DELETE FROM outbox_events WHERE payload->>'learnerId' = ?`;

/** Open links to an address that is this person's. */
const orphanedLinks = `
  DELETE FROM auth_tokens t USING users u WHERE u.id = ? AND t.email IS NOT NULL AND t.email = u.email AND t.org_id = u.org_id`;

const classesWithoutAnother = `
  SELECT g.id FROM groups g JOIN group_members m ON m.group_id = g.id AND m.user_id = ? AND m.role = 'teacher'
  WHERE g.archived_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM group_members o WHERE o.group_id = g.id AND o.user_id <> m.user_id AND o.role IN ('teacher', 'co_teacher'))
    AND EXISTS (SELECT 1 FROM group_members s WHERE s.group_id = g.id AND s.role = 'student')`;

const returned = `
  SELECT u.id, u.org_id, COALESCE(t.reason, 'administrator') AS reason FROM users u LEFT JOIN tombstones t ON t.user_id = u.id
  WHERE u.id = ANY($1::uuid[]) OR t.user_id IS NOT NULL`;
