import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { deal } from '../../../domain/challenge/deal.ts';
import { type Day, dayIn, daysAfter } from '../../../domain/reward/calendar.ts';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Practice } from '../../../wire/mastery.ts';
import type { StartedRace } from '../../../wire/race.ts';
import { sessionSettings } from '../../../wire/session.ts';
import { CatalogService } from '../../catalog/catalog.service.ts';
import { choosePractice } from '../../progress/practice-questions.service.ts';
import { numbered } from '../account-name.ts';
import { requireStanding } from '../account-seats.ts';
import { kindNickname } from '../nickname.service.ts';
import type { ResumeTokens } from '../resume-token.ts';

interface Begun {
  sessionId: string;
  participantId: string;
  nickname: string;
  title: string;
  isOver: boolean;
}

const titles: Record<Locale, string> = { en: 'Today’s five', es: 'Las cinco de hoy' };
/** What is not finished by then ends as it stands. */
const hours = 24;

/** At the own pace, without a clock and without anybody else. */
const settings = sessionSettings.parse({
  format: 'self_paced',
  scoring: 'accuracy',
  timed: false,
  getReadySeconds: 0,
  standings: 'off',
  cap: 1,
});

/** [MST-2] Today's five: a session of one learner a day with what is due, played as a homework is. */
export function createPractice({
  db,
  resumeTokens,
  now = () => new Date(),
}: {
  db: Database;
  resumeTokens: ResumeTokens;
  now?: () => Date;
}) {
  /** The learner's day, and when it is over. */
  const dayOf = async (userId: string): Promise<{ day: Day; until: Date }> => {
    const { rows } = await db.jobs.query<{ timezone: string; startHour: number }>(
      'SELECT timezone, day_start_hour AS "startHour" FROM user_profiles WHERE user_id = $1',
      [userId],
    );
    const { timezone: zone, startHour } = rows[0] ?? { timezone: 'UTC', startHour: 0 };
    const day = dayIn(zone, now().getTime(), startHour);
    const ends = await db.jobs.query<{ until: Date }>(
      `SELECT ($1::date + make_interval(hours => $3)) AT TIME ZONE coalesce(app_known_zone($2), 'UTC') AS until`,
      [daysAfter(day, 1), zone, startHour],
    );
    return { day, until: ends.rows[0]!.until };
  };

  return {
    async today({ userId }: SignedInCaller): Promise<Practice> {
      const { day, until } = await dayOf(userId);
      const { rows } = await db.jobs.query<Practice & { met: boolean; over: boolean | null }>(todaySql, [
        userId,
        day,
        until,
      ]);
      const { met, over, ...counts } = rows[0]!;
      const state = over === null ? (met ? 'open' : 'nothing') : over ? 'done' : 'begun';
      return { ...counts, state };
    },

    /** The one of today again as long as it is not over. */
    async start(caller: SignedInCaller, locale: Locale): Promise<StartedRace> {
      const { userId, orgId, sessionFamily } = caller;
      const { name } = await requireStanding(db.jobs, { userId, sessionFamily });
      const { day, until } = await dayOf(userId);
      const begun = await db.asWorker(async (em) => {
        // one after another: there is one practice a day
        await em.execute('SELECT 1 FROM users WHERE id = ? FOR UPDATE', [userId]);
        const [same] = await em.execute<Begun[]>(practiceOfDay, [userId, day]);
        if (same) return same;
        const chosen = await choosePractice(em, userId, until);
        if (chosen.length === 0) throw new AppError('practice/nothing-yet');
        const mission = await CatalogService.freezeQuestions(em, chosen, locale, titles[locale]);
        const plan = deal(mission, settings, () => randomInt(2 ** 32) / 2 ** 32);
        if (plan.rounds.length === 0) throw new AppError('practice/nothing-yet');
        return insert(em, { userId, orgId, day, locale, plan, name });
      });
      if (begun.isOver) throw new AppError('practice/done-today');
      const { sessionId, participantId, nickname, title } = begun;
      return {
        sessionId,
        resumeToken: resumeTokens.sign({ sid: sessionId, pid: participantId, fam: sessionFamily }),
        nickname,
        title,
      };
    },
  };
}
export type PracticeService = ReturnType<typeof createPractice>;

interface Wanted {
  userId: string;
  orgId: string;
  day: Day;
  locale: Locale;
  plan: ReturnType<typeof deal>;
  name: string;
}

async function insert(em: EntityManager, { userId, orgId, day, locale, plan, name }: Wanted): Promise<Begun> {
  const [sessionId, participantId] = [uuid(), uuid()];
  const title = titles[locale];
  await em.execute(insertSession, [
    sessionId,
    orgId,
    title,
    settings.scoring,
    JSON.stringify(settings),
    JSON.stringify(plan),
    userId,
    day,
    hours,
  ]);
  const { nickname, skeleton } = kindNickname(numbered(name, 1, locale));
  await em.execute(
    'INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, locale) VALUES (?, ?, ?, ?, ?, ?)',
    [participantId, sessionId, userId, nickname, skeleton, locale],
  );
  return { sessionId, participantId, nickname, title, isOver: false };
}

const practiceOfDay = `
SELECT s.id AS "sessionId", lp.id AS "participantId", lp.nickname, s.title,
  s.status NOT IN ('lobby', 'running', 'paused') OR s.closes_at <= now() AS "isOver"
FROM live_sessions s JOIN live_participants lp ON lp.session_id = s.id AND lp.user_id = s.racer_id
WHERE s.racer_id = ? AND s.practice_day = ?`;

/** How far one is stands in the log until the session is projected, and afterwards too. */
const todaySql = `
SELECT (SELECT count(*)::integer FROM review_cards c JOIN questions q ON q.id = c.question_id AND q.archived_at IS NULL
    WHERE c.user_id = $1 AND c.due_at < $3) AS due,
  EXISTS (SELECT 1 FROM learner_mastery WHERE user_id = $1) AS met,
  s.status NOT IN ('lobby', 'running', 'paused') OR s.closes_at <= now() AS over,
  coalesce(jsonb_array_length(s.snapshot->'rounds'), 0) AS questions,
  (SELECT count(*)::integer FROM live_events e WHERE e.session_id = s.id AND e.type = 'answer.accepted') AS done,
  (SELECT count(*)::integer FROM live_events e WHERE e.session_id = s.id AND e.type = 'answer.accepted' AND e.payload->>'outcome' = 'right') AS "right"
FROM (SELECT 1) one LEFT JOIN live_sessions s ON s.racer_id = $1 AND s.practice_day = $2::date`;

const insertSession = `
INSERT INTO live_sessions (id, org_id, title, format, scoring, settings, snapshot, racer_id, practice_day, closes_at)
VALUES (?, ?, ?, 'practice', ?, ?::jsonb, ?::jsonb, ?, ?, now() + make_interval(hours => ?))`;
