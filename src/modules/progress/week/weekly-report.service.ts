import type { EntityManager } from '@mikro-orm/postgresql';
import type { Day } from '../../../domain/reward/calendar.ts';
import { weekToReport } from '../../../domain/reward/week.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log/log.ts';
import type { Locale } from '../../../wire/common.ts';
import type { LearningWeek } from '../../../wire/week.ts';
import type { FamilyService } from '../../family/family.service.ts';
import type { MailService, WeekInLetter } from '../../notify/mail.service.ts';
import type { WeekService } from './week.service.ts';
import type { WeeklyLettersService } from './weekly-letters.service.ts';

interface Dependencies {
  db: Database;
  mail: MailService;
  weeks: WeekService;
  letters: WeeklyLettersService;
  family: Pick<FamilyService, 'children'>;
  /** Where the server is reached, when nobody's request tells it. */
  baseUrl: () => string;
  log: Log;
}

interface GuardianRow {
  id: string;
  orgId: string;
  email: string;
  name: string;
  locale: Locale;
  week: Day;
}
type Told = WeekInLetter & { id: string };

/** So many guardians are looked up at a time. */
const atOnce = 200;

/**
 * [WKL-4] On Monday morning, where the guardian is, one letter about the week that has ended: of all children who learnt in it and
 * whose account is allowed now. A week of one guardian is done once, in the transaction that puts the letter into the outbox.
 * A server that sends no mail writes none: what is kept is the administrators' to handle.
 */
export function createWeeklyReports({ db, mail, weeks, letters, family, baseUrl, log }: Dependencies) {
  /** Read as the guardian, so that the letter says what the page says. */
  async function weeksOf({ id: userId, orgId, locale, week }: GuardianRow): Promise<Told[]> {
    const { items } = await family.children({ userId, orgId, consent: null });
    const told: Told[] = [];
    for (const { id, name, status, scopes } of items) {
      if (status !== 'active' || !scopes.includes('account')) continue;
      const read = await weeks.read({ userId, orgId }, id, { locale, week });
      if (read.from === week && wasThere(read)) told.push({ id, child: name, ...inLetter(read) });
    }
    return told;
  }

  async function report(guardian: GuardianRow): Promise<boolean> {
    const found = await weeksOf(guardian);
    const { id, orgId, email, name, locale, week } = guardian;
    return db.asWorker(async (em) => {
      const children = await stillTold(em, id, found);
      // a quiet week is asked for again while it can be told: more of it may be known by then
      if (children.length === 0) return false;
      const [claimed] = await em.execute<object[]>(claimSql, [id, week]);
      if (!claimed) return false;
      const token = letters.stopToken(id);
      const base = baseUrl();
      await mail.send(em, {
        orgId,
        userId: id,
        about: children.map((child) => child.id),
        to: email,
        locale,
        template: 'weekly-report',
        params: {
          name,
          from: week,
          children: children.map(({ id: _id, ...child }) => child),
          link: `${base}/family${children.length === 1 ? `/${children[0]!.id}?week=${week}` : ''}`,
          stopLink: `${base}/letters/stop#token=${token}`,
          oneClickUrl: `${base}/api/v1/weekly-report/stop?token=${token}`,
        },
      });
      return true;
    });
  }

  return {
    /** Whoever is due at that moment; gives how many letters there are. What breaks off goes on with the next run. */
    async run(at: Date, signal?: AbortSignal): Promise<number> {
      if (!mail.leaves) return 0;
      const zones = await db.jobs.query<{ zone: string }>(zonesSql);
      const due = zones.rows.flatMap(({ zone }) => {
        const week = weekToReport(zone, at.getTime());
        return week === null ? [] : [{ zone, week }];
      });
      if (due.length === 0) return 0;
      let [sent, failed] = [0, 0];
      for (let last: string | undefined = ''; last !== undefined; ) {
        const { rows }: { rows: GuardianRow[] } = await db.jobs.query<GuardianRow>(dueGuardians, [
          JSON.stringify(due),
          last || null,
          atOnce,
        ]);
        for (const guardian of rows) {
          signal?.throwIfAborted();
          try {
            if (await report(guardian)) sent += 1;
          } catch (err) {
            failed += 1;
            log.error({ err }, 'a letter about the week could not be written');
          }
        }
        last = rows.at(-1)?.id;
      }
      if (failed > 0) throw new Error(`${failed} letters about the week could not be written`);
      return sent;
    },
  };
}
export type WeeklyReports = ReturnType<typeof createWeeklyReports>;

const wasThere = ({ answered, learnt, minutes, missions }: LearningWeek): boolean =>
  answered + learnt + minutes + missions.length > 0;

const inLetter = (week: LearningWeek): Omit<WeekInLetter, 'child'> => ({
  learnt: week.learnt,
  answered: week.answered,
  right: week.right,
  minutes: week.minutes,
  badges: week.badges.length,
  missions: week.missions.length,
  well: week.well,
  hard: week.hard,
});

/** Whoever is taken back or erased between reading and writing is not written about; nobody is until this commits. */
async function stillTold(em: EntityManager, guardianId: string, told: Told[]): Promise<Told[]> {
  const ids = JSON.stringify(told.map(({ id }) => id));
  await em.execute(holdAccounts, [guardianId, ids]);
  const rows = await em.execute<{ id: string }[]>(stillChildren, [guardianId, ids]);
  const still = new Set(rows.map(({ id }) => id));
  return told.filter(({ id }) => still.has(id));
}

/** A guardian's own zone where one was ever said, else the organization's. */
const zoneOf = `CASE WHEN p.timezone <> 'UTC' THEN p.timezone ELSE o.timezone END`;
const wanted = `
  g.status = 'active' AND g.email IS NOT NULL AND g.email_verified_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM notification_preferences n
    WHERE n.user_id = g.id AND n.category = 'weekly_report' AND n.channel = 'email' AND n.frequency = 'off')`;
const people = `users g JOIN user_profiles p ON p.user_id = g.id JOIN organizations o ON o.id = g.org_id`;
const isGuardian = `EXISTS (SELECT 1 FROM guardian_links l WHERE l.guardian_id = g.id AND l.status = 'active')`;

const zonesSql = `SELECT DISTINCT ${zoneOf} AS zone FROM ${people} WHERE ${isGuardian} AND ${wanted}`;
/** An address that took no such letter gets none for a while. */
const dueGuardians = `
SELECT g.id, g.org_id AS "orgId", g.email, p.display_name AS name, p.preferred_language AS locale, due.week
FROM ${people} JOIN jsonb_to_recordset($1::jsonb) AS due(zone text, week text) ON due.zone = ${zoneOf}
WHERE ($2::uuid IS NULL OR g.id > $2::uuid) AND ${isGuardian} AND ${wanted}
  AND NOT EXISTS (SELECT 1 FROM weekly_reports r WHERE r.guardian_id = g.id AND r.week = due.week::date)
  AND NOT EXISTS (SELECT 1 FROM mail_messages m WHERE m.user_id = g.id AND m.template = 'weekly-report' AND m.status = 'bounced')
ORDER BY g.id LIMIT $3`;
/** First of all, and in the order of their ids: erasing begins with the account too, so that neither waits for the other in turn. */
const holdAccounts = `
SELECT id FROM users WHERE id IN (SELECT ?::uuid UNION ALL SELECT t.id::uuid FROM jsonb_array_elements_text(?::jsonb) AS t(id)) ORDER BY id FOR KEY SHARE`;
const stillChildren = `
SELECT l.child_id AS id FROM guardian_links l JOIN users c ON c.id = l.child_id JOIN users g ON g.id = l.guardian_id
WHERE l.guardian_id = ? AND l.status = 'active' AND c.status = 'active' AND ${wanted}
  AND l.child_id IN (SELECT t.id::uuid FROM jsonb_array_elements_text(?::jsonb) AS t(id)) FOR SHARE OF l`;
const claimSql = `
INSERT INTO weekly_reports (guardian_id, week) VALUES (?, ?::date) ON CONFLICT DO NOTHING RETURNING week`;
