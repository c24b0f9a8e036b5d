import type { EntityManager } from '@mikro-orm/postgresql';
import { type Day, dayIn, daysAfter, weekOf } from '../../../domain/reward/calendar.ts';
import {
  type AnsweredDay,
  standingOut,
  sumWeek,
  type WeekFacts,
  type WeekSum,
} from '../../../domain/reward/week.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { LearningWeek } from '../../../wire/week.ts';

const weeksShown = 8;

interface Facts extends WeekFacts {
  badges: Day[];
  missions: Day[];
  earned: { id: string; day: Day }[];
  finished: { title: string; day: Day }[];
}
interface SessionRow {
  id: string;
  title: string;
  at: Date;
  day: Day;
}

/** [WKL-1] One source for the learner, the guardians and whoever teaches the learner: each reads it under the own row policies. */
export function createWeekService({ db, now }: { db: Database; now: () => Date }) {
  const namesOf = async (badgeIds: readonly string[], locale: Locale): Promise<string[]> => {
    if (badgeIds.length === 0) return [];
    const { rows } = await db.jobs.query<{ id: string; name: string }>(badgeNames, [locale, badgeIds]);
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return badgeIds.flatMap((id) => names.get(id) ?? []);
  };

  return {
    /** `week`: any day of it; this week where it is not said or not one of the last eight. Refuses `user/not-found`. */
    async read(
      caller: Caller,
      learnerId: string,
      { locale, week }: { locale: Locale; week?: Day | undefined },
    ): Promise<LearningWeek> {
      const { badgeIds, ...read } = await db.asCaller(caller, async (em) => {
        const [own] = await em.execute<{ timezone: string; startHour: number }[]>(ownDays, [learnerId]);
        if (!own) throw new AppError('user/not-found');
        const today = dayIn(own.timezone, now().getTime(), own.startHour);
        const last = weekOf(today);
        const first = daysAfter(last, -7 * (weeksShown - 1));
        const wanted = weekOf(week ?? today);
        const monday = wanted >= first && wanted <= last ? wanted : last;
        const facts = await readFacts(em, learnerId, { from: first, to: daysAfter(last, 6), locale });
        const shown = sumWeek(facts, monday);
        const isShown = ({ day }: { day: Day }) => day >= shown.from && day <= shown.to;
        const answers = facts.answers.filter(isShown);
        const stood = await topicNames(em, standingOut(answers), locale);
        const { badges: _, missions: __, ...sums } = shown;
        return {
          ...sums,
          ...stood,
          days: daysOf(facts, shown, today),
          badgeIds: facts.earned.filter(isShown).map(({ id }) => id),
          missions: facts.finished.filter(isShown).map(({ title }) => title),
          sessions: await sessionsOf(em, learnerId, shown, answers),
          weeks: Array.from({ length: weeksShown }, (_, i) => sumWeek(facts, daysAfter(first, 7 * i))),
        };
      });
      return { ...read, badges: await namesOf(badgeIds, locale) };
    },
  };
}
export type WeekService = ReturnType<typeof createWeekService>;

async function readFacts(
  em: EntityManager,
  learnerId: string,
  { from, to, locale }: { from: Day; to: Day; locale: Locale },
): Promise<Facts> {
  const within = [learnerId, from, to];
  const answers = await em.execute<AnsweredDay[]>(answeredDays, within);
  const learnt = await em.execute<{ day: Day }[]>(learntDays, within);
  const minutes = await em.execute<{ day: Day; minutes: number }[]>(activeDays, within);
  const earned = await em.execute<{ id: string; day: Day }[]>(earnedBadges, within);
  const finished = await em.execute<{ title: string; day: Day }[]>(finishedMissions, [locale, ...within]);
  return {
    answers,
    learnt: learnt.map(({ day }) => day),
    minutes,
    earned,
    badges: earned.map(({ day }) => day),
    finished,
    missions: finished.map(({ day }) => day),
  };
}

function daysOf({ learnt, minutes }: WeekFacts, { from }: WeekSum, today: Day): LearningWeek['days'] {
  return Array.from({ length: 7 }, (_, i) => {
    const day = daysAfter(from, i);
    return {
      day,
      minutes: minutes.find((one) => one.day === day)?.minutes ?? 0,
      learnt: learnt.includes(day),
      ahead: day > today,
    };
  });
}

async function topicNames(
  em: EntityManager,
  { well, hard }: ReturnType<typeof standingOut>,
  locale: Locale,
): Promise<Pick<LearningWeek, 'well' | 'hard'>> {
  const rows = await em.execute<{ slug: string; name: string }[]>(topicsBySlug, [locale, well, hard]);
  const nameOf = (slug: string | null) =>
    slug === null ? null : (rows.find((row) => row.slug === slug)?.name ?? slug);
  return { well: nameOf(well), hard: nameOf(hard) };
}

/** What was entered or answered in that week. */
async function sessionsOf(
  em: EntityManager,
  learnerId: string,
  { from, to }: WeekSum,
  answers: readonly AnsweredDay[],
): Promise<LearningWeek['sessions']> {
  const ids = answers.flatMap(({ sessionId }) => sessionId ?? []);
  const rows = await em.execute<SessionRow[]>(watchedSessions, [learnerId, from, to, JSON.stringify(ids)]);
  return rows.map(({ id, title, at }) => {
    const own = answers.filter(({ sessionId }) => sessionId === id);
    const add = (count: 'answered' | 'right') => own.reduce((sum, one) => sum + one[count], 0);
    return { id, title, at: new Date(at).toISOString(), answered: add('answered'), right: add('right') };
  });
}

const ownDays = 'SELECT timezone, day_start_hour AS "startHour" FROM user_profiles WHERE user_id = ?';
const answeredDays = `
SELECT day::text, session_id AS "sessionId", topic, answered, "right", partly FROM app_answered_days(?, ?::date, ?::date)`;
const learntDays =
  'SELECT local_date::text AS day FROM streak_days WHERE user_id = ? AND local_date BETWEEN ?::date AND ?::date';
const activeDays = `
SELECT day::text, seconds / 60 AS minutes FROM activity_days WHERE user_id = ? AND day BETWEEN ?::date AND ?::date`;
const earnedBadges = `
SELECT badge_id AS id, local_date::text AS day FROM user_badges WHERE user_id = ? AND local_date BETWEEN ?::date AND ?::date
ORDER BY unlocked_at DESC, badge_id LIMIT 500`;
const finishedMissions = `
SELECT coalesce(m.i18n #>> ARRAY[?::text, 'title'], m.title) AS title, p.completed_on::text AS day
FROM mission_progress p JOIN missions m ON m.id = p.mission_id
WHERE p.user_id = ? AND p.completed_on BETWEEN ?::date AND ?::date ORDER BY p.completed_at DESC, m.id LIMIT 500`;
const topicsBySlug = `
SELECT slug, coalesce(i18n #>> ARRAY[?::text, 'name'], name) AS name FROM topics WHERE org_id = (SELECT app_org_id()) AND slug IN (?, ?)`;
const watchedSessions = `
SELECT w.session_id AS id, w.title, w.joined_at AS at FROM app_watched_sessions() w JOIN user_profiles p ON p.user_id = w.user_id
WHERE w.user_id = ? AND ((w.joined_at AT TIME ZONE coalesce(app_known_zone(p.timezone), 'UTC') - make_interval(hours => p.day_start_hour))::date BETWEEN ?::date AND ?::date
  OR w.session_id IN (SELECT s.id::uuid FROM jsonb_array_elements_text(?::jsonb) AS s(id)))
ORDER BY w.joined_at DESC, w.session_id LIMIT 100`;
const badgeNames = `SELECT id, coalesce(i18n #>> ARRAY[$1::text, 'name'], name) AS name FROM badges WHERE id = ANY($2::uuid[])`;
