import type { EntityManager } from '@mikro-orm/postgresql';
import { type Day, dayIn, daysAfter, weekOf } from '../../../domain/reward/calendar.ts';
import { effortCounts } from '../../../domain/reward/effort.ts';
import type { Database } from '../../../platform/database/database.ts';
import { type Instant, isoOf } from '../../../platform/database/instants.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { BoardChoice, BoardQuery, BoardRow, Leaderboard } from '../../../wire/leaderboard.ts';

interface Shown extends BoardRow {
  isTop: boolean;
}
type OwnWeek = Omit<NonNullable<Leaderboard['own']>, 'place'>;
/** `groupId` null: the whole school. */
interface Board {
  groupId: string | null;
  state: Leaderboard['state'];
  learns: boolean;
}

/** [LDB-1] Read through functions of the database that give nobody more of a board than the page shows. */
export function createLeaderboardService({ db, now }: { db: Database; now: () => Date }) {
  const read = async (
    em: EntityManager,
    caller: SignedInCaller,
    { groupId, state, learns }: Board,
    query: BoardQuery,
  ): Promise<Leaderboard> => {
    const by = query.by ?? (learns && caller.consent === null ? 'xp' : 'effort');
    const from = await mondayOf(em, caller, { learns, week: query.week, now: now() });
    const rows = await em.execute<Shown[]>(shownOf, [groupId, from, by]);
    const [own] = await em.execute<OwnWeek[]>(ownWeek, [from]);
    const [age] = await em.execute<{ at: Instant }[]>('SELECT refreshed_at AS at FROM leaderboard_state');
    const isAmongTop = rows.some(({ isMe, isTop }) => isMe && isTop);
    return {
      week: { from, to: daysAfter(from, 6) },
      by,
      asOf: isoOf(age!.at),
      state,
      top: rows.filter(({ isTop }) => isTop).map(presentRow),
      around: learns && !isAmongTop && rows.some(({ isMe }) => isMe) ? around(rows) : [],
      own: learns ? { ...(own ?? nothingYet), place: rows.find(({ isMe }) => isMe)?.place ?? null } : null,
      counts: effortCounts,
    };
  };

  return {
    /** For learners and teachers of the class; nobody else learns that there is one. */
    ofClass: (caller: SignedInCaller, groupId: string, query: BoardQuery): Promise<Leaderboard> =>
      db.asCaller(caller, async (em) => {
        const [group] = await em.execute<{ shown: boolean; learns: boolean }[]>(classOf, [
          caller.userId,
          groupId,
        ]);
        if (!group) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
        const { shown, learns } = group;
        const state = !shown ? 'off' : learns ? await standing(em, 'class') : 'on';
        return read(em, caller, { groupId, state, learns }, query);
      }),

    /** For learners who are on it. */
    ofSchool: (caller: SignedInCaller, query: BoardQuery): Promise<Leaderboard> =>
      db.asCaller(caller, async (em) =>
        read(em, caller, { groupId: null, state: await standing(em, 'school'), learns: true }, query),
      ),
  };
}
export type LeaderboardService = ReturnType<typeof createLeaderboardService>;

async function standing(em: EntityManager, board: keyof BoardChoice): Promise<Leaderboard['state']> {
  const [one] = await em.execute<{ own: boolean; allowed: boolean }[]>(
    `SELECT own_${board} AS own, ${board}_allowed AS allowed FROM app_own_boards()`,
  );
  if (!one?.allowed) return 'not-allowed';
  return one.own ? 'on' : 'not-on-it';
}

/** Of the week in which it is today: for learners by their own clock, for teachers by the one of the school. */
async function mondayOf(
  em: EntityManager,
  { userId }: SignedInCaller,
  { learns, week, now }: { learns: boolean; week: BoardQuery['week']; now: Date },
): Promise<Day> {
  const [clock] = await em.execute<{ zone: string; startHour: number }[]>(learns ? ownClock : schoolClock, [
    userId,
  ]);
  const { zone, startHour } = clock!;
  const monday = weekOf(dayIn(zone, now.getTime(), startHour));
  return week === 'this' ? monday : daysAfter(monday, -7);
}

/** Those next to the learner, in order; whoever is shown among the top as well is neighbour all the same. */
function around(rows: readonly Shown[]): BoardRow[] {
  const mine = rows.findIndex(({ isMe }) => isMe);
  return rows.slice(Math.max(0, mine - 1), mine + 2).map(presentRow);
}

const presentRow = ({ place, name, value, isMe }: Shown): BoardRow => ({ place, name, value, isMe });

const nothingYet: OwnWeek = { xp: 0, effort: 0, days: 0, tried: 0, mended: 0 };

const shownOf =
  'SELECT place, name, value, is_me AS "isMe", is_top AS "isTop" FROM app_leaderboard(?::uuid, ?::date, ?)';
const ownClock =
  'SELECT timezone AS zone, day_start_hour AS "startHour" FROM user_profiles WHERE user_id = ?';
const schoolClock = `
  SELECT o.timezone AS zone, 0 AS "startHour" FROM organizations o JOIN users u ON u.org_id = o.id WHERE u.id = ?`;
const ownWeek = 'SELECT xp, effort, days, tried, mended FROM app_own_week(?::date)';
const classOf = `
  SELECT g.shows_leaderboard AS shown, m.role = 'student' AS learns FROM groups g
    JOIN group_members m ON m.group_id = g.id AND m.user_id = ? AND (m.until IS NULL OR m.until > now())
  WHERE g.id = ? AND g.archived_at IS NULL`;
