import { randomInt } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { AccountSeat } from '../../domain/joining/seat-holder.ts';
import { generatedName, isGeneratedName } from '../../domain/nickname/generated-name.ts';
import { normaliseNickname } from '../../domain/nickname/nickname.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { inBatches } from '../../platform/in-batches.ts';
import type { Locale } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { Joined, PinPreview } from '../../wire/session.ts';
import { numbered } from './account-name.ts';
import { requireStanding } from './account-seats.ts';
import type { LiveMetrics } from './live-metrics.ts';
import { standIns } from './name-review.service.ts';
import { kindNickname } from './nickname.service.ts';
import type { PinGuard } from './pin-guard.ts';
import { deviceHash } from './player-device.ts';
import { isMovedAway, type ResumeTokens } from './resume-token.ts';
import type { ReturningPlayer } from './return-code.service.ts';
import type { GiveSeat } from './seat-giver.ts';
import type { SessionDoor } from './session-door.ts';
import { isUnkind } from './unkind-names.ts';

const suggestionsPerPreview = 6;

type Outcome = 'joined' | 'no-such-pin' | 'kicked' | 'locked' | 'full' | 'generated-only' | 'taken';
const refusals: Record<Exclude<Outcome, 'joined' | 'no-such-pin'>, ErrorCode> = {
  kicked: 'join/kicked',
  locked: 'join/locked',
  full: 'join/full',
  'generated-only': 'nickname/generated-only',
  taken: 'nickname/taken',
};

interface FoundSession {
  title: string;
  titles: Partial<Record<Locale, string>>;
  locales: Locale[];
  /** null: a group mission, which does not ask. */
  generated_names: boolean | null;
  skeletons: string[];
}

export interface JoinRequest {
  pin: string;
  nickname: string;
  locale: Locale;
  /** [JOIN-7] The row that stands on the big screen, where the session asks for it. */
  shapes: readonly number[] | undefined;
  address: string;
  /** The random cookie of this browser. */
  device: string | undefined;
}

export type AccountRequest = Omit<JoinRequest, 'nickname'>;

/** So many of one name find a place in a class. */
const mostOfAName = 40;

export interface RejoinRequest {
  resumeToken: string;
  locale?: Locale | undefined;
  address: string;
}

interface Dependencies {
  db: Database;
  giveSeat: GiveSeat;
  guard: PinGuard;
  door: SessionDoor;
  resumeTokens: ResumeTokens;
  metrics: Pick<LiveMetrics, 'rejoined'>;
}

export function createJoinService({ db, giveSeat, guard, door, resumeTokens, metrics }: Dependencies) {
  /** [JOIN-2] One round trip, and one for all who come while the one before is under way. */
  const enterAsGuest = inBatches(async (guests: (Entry & Name)[]): Promise<Entered[]> => {
    const { rows } = await db.jobs.query<
      Pick<Entered, 'outcome' | 'sessionId' | 'title'> & { place: string }
    >({
      name: 'join-sessions',
      text: joinSessions,
      values: [
        guests.map(({ pin }) => pin),
        guests.map(({ participantId }) => participantId),
        guests.map(({ nickname }) => nickname),
        guests.map(({ skeleton }) => skeleton),
        guests.map(({ locale }) => locale),
        guests.map(({ device }) => device),
        guests.map(({ isGenerated }) => isGenerated),
      ],
    });
    const replies: Entered[] = [];
    for (const { place, ...reply } of rows) {
      const { participantId, nickname } = guests[Number(place) - 1]!;
      replies[Number(place) - 1] = { ...reply, participantId, nickname };
    }
    return replies;
  });

  async function enter(userId: string | null, entry: Entry, name: Name): Promise<Entered> {
    if (userId === null) return enterAsGuest({ ...entry, ...name });
    const { pin, participantId, locale, device } = entry;
    const { rows } = await db.jobs.query<Entered>({
      name: 'join-session-as',
      text: `SELECT ${entered} FROM join_session_as($1, $2, $3, $4, $5, $6, $7)`,
      values: [userId, pin, participantId, name.nickname, name.skeleton, locale, device],
    });
    return rows[0]!;
  }

  /** The same, for a name that the host looks at first. */
  async function enterWaiting(userId: string | null, entry: Entry, { nickname, skeleton }: Name) {
    const { pin, participantId, locale, device } = entry;
    const names = standIns(locale);
    const { rows } = await db.jobs.query<Entered>({
      name: 'join-session-waiting',
      text: `SELECT ${entered} FROM join_session_waiting($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        userId,
        pin,
        participantId,
        nickname,
        skeleton,
        names.map((name) => name.nickname),
        names.map((name) => name.skeleton),
        locale,
        device,
      ],
    });
    return rows[0]!;
  }

  return {
    async preview({
      pin,
      locale,
      address,
    }: Pick<JoinRequest, 'pin' | 'locale' | 'address'>): Promise<PinPreview> {
      const { id, runId, secondFactor, approveNames, spectators } = await door.find(pin, address, {
        format: 'any',
      });
      const { rows } = await db.jobs.query<FoundSession>({
        name: 'preview-session',
        text: preview,
        values: [id],
      });
      const session = rows[0]!;
      return {
        title: session.titles[locale] ?? session.title,
        generatedNames: session.generated_names ?? false,
        suggestions: freeNames(locale, new Set(session.skeletons)),
        locales: session.locales,
        secondFactor,
        approveNames,
        spectators,
        groupRun: runId,
      };
    },

    /** [JOIN-2] PIN and nickname become a participant and a seat. */
    async join({ pin, nickname: wanted, locale, shapes, address, device }: JoinRequest): Promise<Joined> {
      const found = await door.find(pin, address, { shapes });
      const name = normaliseNickname(wanted);
      if (!name.ok) throw new AppError(name.code);
      const isGenerated = isGeneratedName(name.nickname);
      if (!isGenerated && isUnkind(name.nickname)) throw new AppError('nickname/unkind');

      const participantId = uuid();
      const waits = found.approveNames && !found.generatedNames && !isGenerated;
      const entry = { pin, participantId, locale, device: deviceHash(device), isGenerated };
      const { outcome, sessionId, nickname, title } = await (waits ? enterWaiting : enter)(null, entry, name);
      if (outcome === 'no-such-pin') throw await door.failed(address);
      if (outcome !== 'joined') throw new AppError(refusals[outcome as keyof typeof refusals]);

      guard.entered(address, sessionId);
      const seat = await giveSeat(sessionId, {
        role: 'player',
        participantId,
        nickname,
        locale,
        ...(waits && { wanted: name.nickname }),
      }).catch(async (error) => {
        // the name must be free when the same person tries again
        await db.jobs.query('DELETE FROM live_participants WHERE id = $1', [participantId]);
        throw error;
      });
      return {
        seat,
        resumeToken: resumeTokens.sign({ sid: sessionId, pid: participantId }),
        participantId,
        nickname,
        wanted: waits ? name.nickname : null,
        title,
      };
    },

    /** [JOIN-6] Under the account: its name, one seat a class, as far as the grown-ups allow. */
    async joinAs(
      account: AccountSeat,
      { pin, locale, shapes, address, device }: AccountRequest,
    ): Promise<Joined> {
      const found = await door.find(pin, address, { shapes });
      const { name, timeFactor, avatar } = await requireStanding(db.jobs, account);
      for (let n = 1; n <= mostOfAName; n++) {
        const own = kindNickname(numbered(name, n, locale));
        const waits = found.approveNames && !isGeneratedName(own.nickname);
        const entry = { pin, participantId: uuid(), locale, device: deviceHash(device), isGenerated: false };
        const entered = await (waits ? enterWaiting : enter)(account.userId, entry, own);
        const { outcome, sessionId, participantId, nickname, title } = entered;
        const wanted = waits && outcome === 'joined' ? own.nickname : null;
        if (outcome === 'taken') continue;
        if (outcome === 'no-such-pin') throw await door.failed(address);
        if (outcome === 'other-organization')
          throw new AppError(
            'session/forbidden',
            'This class is at another school. You can join as a guest.',
          );
        if (outcome !== 'joined' && outcome !== 'returned')
          throw new AppError(refusals[outcome as keyof typeof refusals]);
        guard.entered(address, sessionId);
        const seat = await giveSeat(sessionId, {
          role: 'player',
          participantId,
          nickname,
          locale,
          account,
          timeFactor,
          ...(avatar !== null && { avatar }),
          ...(wanted !== null && { wanted }),
        }).catch(async (error) => {
          if (outcome === 'joined')
            await db.jobs.query('DELETE FROM live_participants WHERE id = $1', [participantId]);
          throw error;
        });
        const resumeToken = resumeTokens.sign({
          sid: sessionId,
          pid: participantId,
          fam: account.sessionFamily,
        });
        return { seat, resumeToken, participantId, nickname, wanted, title };
      }
      throw new AppError('nickname/taken');
    },

    /** [DUR-7] The same player again, after a reload or a crash; no PIN is asked for and no name. */
    async rejoin({ resumeToken, locale, address }: RejoinRequest): Promise<Joined> {
      const verified = resumeTokens.verify(resumeToken);
      if (!verified.ok) throw new AppError('join/token-invalid');
      const { sid, pid, fam, mov } = verified.claims;
      const { rows } = await db.jobs.query<Returning>({
        name: 'rejoin',
        text: findParticipant,
        values: [sid, pid],
      });
      const player = rows[0];
      if (!player) throw new AppError('join/token-invalid');
      if (player.over) throw new AppError('session/ended');
      if (player.kicked) throw new AppError('join/kicked');
      if (isMovedAway(verified.claims, player.deviceMoves)) throw new AppError('join/seat-moved');
      if (player.parked) throw new AppError('session/parked');
      // an account that was erased leaves a player behind whom nobody plays any more
      if ((player.userId === null) !== (fam === undefined)) throw new AppError('join/token-invalid');
      const account =
        player.userId !== null && fam !== undefined
          ? { userId: player.userId, sessionFamily: fam }
          : undefined;
      const standing = account && (await requireStanding(db.jobs, account));
      const { sessionId, participantId, nickname, title } = player;
      guard.entered(address, sessionId);
      const seat = await giveSeat(sessionId, {
        role: 'player',
        participantId,
        nickname,
        locale: locale ?? player.locale,
        deviceMoves: player.deviceMoves,
        ...(account && { account, timeFactor: standing!.timeFactor }),
        ...(standing?.avatar && { avatar: standing.avatar }),
      });
      metrics.rejoined();
      const token = resumeTokens.sign({
        sid: sessionId,
        pid: participantId,
        ...(fam !== undefined && { fam }),
        ...(mov !== undefined && { mov }),
      });
      return { seat, resumeToken: token, participantId, nickname, wanted: player.wanted, title };
    },

    /** [HST-1] A guest who came back with a code of the host. */
    async seatOf(
      { sessionId, participantId, nickname, title, deviceMoves }: ReturningPlayer,
      { address, locale }: { address: string; locale: Locale },
    ): Promise<Joined> {
      guard.entered(address, sessionId);
      const seat = await giveSeat(sessionId, {
        role: 'player',
        participantId,
        nickname,
        locale,
        deviceMoves,
      });
      const resumeToken = resumeTokens.sign({ sid: sessionId, pid: participantId, mov: deviceMoves });
      return { seat, resumeToken, participantId, nickname, wanted: null, title };
    },
  };
}
export type JoinService = ReturnType<typeof createJoinService>;

interface Name {
  nickname: string;
  skeleton: string;
}

interface Entry {
  pin: string;
  participantId: string;
  locale: Locale;
  device: Buffer | null;
  isGenerated: boolean;
}

interface Entered {
  outcome: Outcome | 'returned' | 'other-organization';
  sessionId: string;
  participantId: string;
  nickname: string;
  title: string;
}
const entered = 'outcome, session_id AS "sessionId", participant_id AS "participantId", nickname, title';

/** In the order of the names, so that two processes that take the same ones never wait for each other in a circle. */
const joinSessions = `
SELECT e.place, j.outcome, j.session_id AS "sessionId", j.title
FROM (SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::boolean[])
  WITH ORDINALITY AS entry(pin, participant, nickname, skeleton, locale, device, generated, place) ORDER BY skeleton) e
CROSS JOIN LATERAL join_session(e.pin, e.participant, e.nickname, e.skeleton, e.locale, e.device, e.generated) j`;

interface Returning {
  sessionId: string;
  participantId: string;
  userId: string | null;
  nickname: string;
  wanted: string | null;
  title: string;
  locale: Locale;
  kicked: boolean;
  deviceMoves: number;
  over: boolean;
  parked: boolean;
}

/** Different names that nobody in the session has. */
function freeNames(locale: Locale, taken: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  for (let tries = 0; names.size < suggestionsPerPreview && tries < 20 * suggestionsPerPreview; tries++) {
    const name = normaliseNickname(generatedName(() => randomInt(2 ** 32) / 2 ** 32, locale));
    if (name.ok && !taken.has(name.skeleton)) names.add(name.nickname);
  }
  return [...names];
}

const preview = `
SELECT s.title, s.snapshot->'titles' AS titles, s.snapshot->'locales' AS locales,
  (s.settings->>'generatedNames')::boolean AS generated_names,
  ARRAY(SELECT lp.skeleton FROM live_participants lp WHERE lp.session_id = s.id) AS skeletons
FROM live_sessions s WHERE s.id = $1`;

/** Of a learner who was moved into another group, who that is there. [GRP-3] */
const findParticipant = `
WITH RECURSIVE ways AS (
  SELECT id, moved_to FROM live_participants WHERE session_id = $1 AND id = $2
  UNION SELECT lp.id, lp.moved_to FROM live_participants lp JOIN ways w ON lp.id = w.moved_to
)
SELECT s.id AS "sessionId", lp.id AS "participantId", lp.user_id AS "userId", lp.nickname, lp.wanted_nickname AS wanted, lp.locale, s.title, lp.kicked_at IS NOT NULL AS kicked, lp.device_moves AS "deviceMoves", s.status IN ('ended', 'abandoned') AS over, s.status = 'parked' AS parked
FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
WHERE lp.id = (SELECT id FROM ways WHERE moved_to IS NULL)`;
