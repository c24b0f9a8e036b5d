import type pg from 'pg';
import { AppError } from '../../platform/http/app-error.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Seats } from './seats.ts';
import { findGoneStaff } from './staff-seats.ts';

/** What decides whether somebody may sit in a class under the account now. */
export interface AccountStanding {
  userId: string;
  sessionFamily: string;
  name: string;
  /** The sign-in lives and so does the account. */
  isHere: boolean;
  /** [CON-2] A grown-up agreed to live rooms and has not switched them off, or nobody has to be asked. */
  isAllowed: boolean;
  /** The day's minutes are over. */
  isOver: boolean;
  /** [PTS-3] */
  timeFactor: number;
  /** Id of the one that is worn. */
  avatar: string | null;
}

const standing = `
  SELECT s.user_id AS "userId", s.family AS "sessionFamily", COALESCE(p.display_name, '') AS name,
    COALESCE(u.status = 'active', false) AND EXISTS (SELECT 1 FROM auth_sessions a WHERE a.family_id = s.family AND a.user_id = s.user_id
      AND a.revoked_at IS NULL AND a.expires_at > now()) AS "isHere",
    NOT COALESCE(u.is_minor, true) OR 'live_rooms' = ANY (effective_scopes(s.user_id)) AS "isAllowed",
    COALESCE(u.is_minor AND (SELECT d.seconds FROM activity_days d WHERE d.user_id = u.id AND d.day = app_activity_day(u.id, now()))
      >= daily_minutes_of(u.id) * 60, false) AS "isOver",
    COALESCE((SELECT k.time_factor::float8 FROM accommodations k WHERE k.learner_id = s.user_id), 1) AS "timeFactor", p.equipped_avatar_id AS avatar
  FROM unnest($1::uuid[], $2::uuid[]) AS s(user_id, family) LEFT JOIN users u ON u.id = s.user_id LEFT JOIN user_profiles p ON p.user_id = u.id`;

export async function readStanding(
  jobs: pg.Pool,
  accounts: readonly { userId: string; sessionFamily: string }[],
): Promise<AccountStanding[]> {
  const { rows } = await jobs.query<AccountStanding>({
    name: 'account-standing',
    text: standing,
    values: [accounts.map(({ userId }) => userId), accounts.map(({ sessionFamily }) => sessionFamily)],
  });
  return rows;
}

/** Refuses somebody who may not sit under this account now. */
export async function requireStanding(
  jobs: pg.Pool,
  account: { userId: string; sessionFamily: string },
): Promise<AccountStanding> {
  const [row] = await readStanding(jobs, [account]);
  if (!row!.isAllowed)
    throw new AppError(
      'consent/required',
      'A grown-up has to agree to live rooms first. You can join as a guest.',
    );
  if (!row!.isHere) throw new AppError('auth/session-ended');
  if (row!.isOver)
    throw new AppError('consent/daily-minutes', 'You have played as long today as your grown-ups allow.');
  return row!;
}

/** Decisions that another process took end seats here within 5 s. [CON-2] */
const lookEveryMs = 2_000;
/** Time is written in pieces of this length. */
const writeMs = 10_000;

interface Dependencies {
  jobs: pg.Pool;
  seats: Seats;
  log: Log;
  monotonic?: () => number;
}

/** Counts the time that learners sit in classes under their accounts, and ends every seat that is not allowed any more. */
export function watchAccountSeats({ jobs, seats, log, monotonic = () => performance.now() }: Dependencies) {
  const unwritten = new Map<string, number>();
  let last = monotonic();
  let looking: Promise<void> | undefined;

  /** Whoever has two seats lives only once; of seats in two processes the database counts the time once. */
  const count = (): void => {
    const now = monotonic();
    for (const userId of new Set(seats.accounts().map((seat) => seat.userId)))
      unwritten.set(userId, (unwritten.get(userId) ?? 0) + now - last);
    last = now;
  };

  const write = async (all: boolean): Promise<void> => {
    const seated = new Set(seats.accounts().map(({ userId }) => userId));
    for (const [userId, ms] of unwritten) {
      if (!all && ms < writeMs && seated.has(userId)) continue;
      unwritten.delete(userId);
      const seconds = Math.round(ms / 1_000);
      if (seconds > 0) await jobs.query('SELECT add_activity($1, $2, now())', [userId, seconds]);
    }
  };

  const look = async (): Promise<void> => {
    count();
    await write(false);
    for (const { userId, sessionFamily } of await findGoneStaff(jobs, seats.staff()))
      seats.signedOut(userId, sessionFamily);
    const accounts = seats.accounts();
    if (accounts.length === 0) return;
    for (const { userId, sessionFamily, isHere, isAllowed, isOver } of await readStanding(jobs, accounts)) {
      if (!isHere) seats.signedOut(userId, sessionFamily);
      else if (!isAllowed) seats.end(userId, 'notAllowed');
      else if (isOver) seats.end(userId, 'dailyMinutes');
    }
  };

  const lookNow = (): Promise<void> => {
    looking ??= look()
      .catch((err) => log.warn({ err }, 'seats under accounts were not looked through'))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const timer = setInterval(() => void lookNow(), lookEveryMs);
  timer.unref();

  return {
    look: lookNow,
    async close(): Promise<void> {
      clearInterval(timer);
      await looking;
      count();
      await write(true).catch((err) => log.warn({ err }, 'the last minutes of learners were not written'));
    },
  };
}
