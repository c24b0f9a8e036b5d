import { createHmac, randomInt } from 'node:crypto';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Locale } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { createTries } from './pin-guard.ts';
import type { SessionDoor } from './session-door.ts';

/** Letters and digits of which none looks or sounds like another; no vowels, so that no word comes out. */
const alphabet = '23456789BCDFGHJKMNPQRTVWXZ';
const codeLength = 6;
const codeMs = 5 * 60_000;
/** Wrong codes of one address at one class in a minute. */
const wrongCodesPerWindow = 20;

export interface ReturningPlayer {
  sessionId: string;
  participantId: string;
  nickname: string;
  title: string;
  locale: Locale;
  deviceMoves: number;
}

interface Dependencies {
  db: Database;
  limits: Limits;
  door: SessionDoor;
  keys: KeyRing;
}

/** [HST-1] A pupil whose phone is empty comes back from another one, as the same player. */
export function createReturnCodes({ db, limits, door, keys: [{ key }] }: Dependencies) {
  const tries = createTries(limits, 'join/return-codes', wrongCodesPerWindow);
  const hashOf = (sessionId: string, code: string) =>
    createHmac('sha256', key).update(`return/${sessionId}/${code}`).digest();

  return {
    /** A new code for a player; the one before it is worth nothing any more. */
    async make(
      sessionId: string,
      participantId: string,
    ): Promise<{ ok: true; code: string; leftMs: number } | { ok: false; code: ErrorCode }> {
      const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
      const { rows } = await db.jobs.query<{ hasAccount: boolean }>(
        `UPDATE live_participants SET return_code_hash = CASE WHEN user_id IS NULL THEN $3::bytea END,
           return_code_until = CASE WHEN user_id IS NULL THEN now() + make_interval(secs => $4) END
         WHERE session_id = $1 AND id = $2 AND kicked_at IS NULL RETURNING user_id IS NOT NULL AS "hasAccount"`,
        [sessionId, participantId, hashOf(sessionId, code), codeMs / 1_000],
      );
      if (!rows[0]) return { ok: false, code: 'challenge/no-such-player' };
      if (rows[0].hasAccount) return { ok: false, code: 'challenge/player-has-account' };
      return { ok: true, code, leftMs: codeMs };
    },

    /** Whose code it is; it works once. Wrong ones count as wrong PINs do, and within one class also where somebody from there is. */
    async redeem({
      pin,
      code,
      address,
      device,
    }: {
      pin: string;
      code: string;
      address: string;
      device: Buffer | null;
    }): Promise<ReturningPlayer> {
      const { id } = await door.find(pin, address);
      const { rows } = await db.jobs.query<ReturningPlayer>(
        `UPDATE live_participants lp SET return_code_hash = NULL, return_code_until = NULL, device_hash = $3, device_moves = device_moves + 1
         FROM live_sessions s WHERE s.id = lp.session_id AND lp.session_id = $1 AND lp.return_code_hash = $2
           AND lp.return_code_until > now() AND lp.kicked_at IS NULL AND lp.user_id IS NULL
         RETURNING lp.session_id AS "sessionId", lp.id AS "participantId", lp.nickname, lp.locale, s.title, lp.device_moves AS "deviceMoves"`,
        [id, hashOf(id, code.toUpperCase()), device],
      );
      const player = rows[0];
      const here = `${id} ${address}`;
      const retryAfterSeconds = await (player ? tries.waitSeconds(here) : tries.failed(here));
      if (retryAfterSeconds > 0)
        throw new AppError('join/too-many-tries', 'Too many wrong codes came from here.', {
          retryAfterSeconds,
        });
      if (player) return player;
      throw await door.failed(address, 'join/return-code-wrong');
    },
  };
}
export type ReturnCodes = ReturnType<typeof createReturnCodes>;
