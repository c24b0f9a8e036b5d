import { randomInt } from 'node:crypto';
import { generatedName } from '../../domain/nickname/generated-name.ts';
import { normaliseNickname } from '../../domain/nickname/nickname.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { NameDecision } from '../../wire/joining.ts';
import { kindNickname } from './nickname.service.ts';
import type { ResumeTokens } from './resume-token.ts';
import type { Seats } from './seats.ts';

/** So many made-up names are tried until one is free. */
const standInTries = 12;

export type Reviewed = { ok: true; nickname: string } | { ok: false; code: ErrorCode };

/** Made-up names by which a player goes until the host has looked at the wanted one. */
export function standIns(locale: Locale): { nickname: string; skeleton: string }[] {
  return Array.from({ length: standInTries }, () =>
    normaliseNickname(generatedName(() => randomInt(2 ** 32) / 2 ** 32, locale)),
  ).filter((name) => name.ok);
}

/** [JOIN-4] The host looks at every name before anybody else reads it. Nobody waits for that: the player plays under a generated one. */
export function createNameReviews({
  db,
  seats,
  resumeTokens,
}: {
  db: Database;
  seats: Seats;
  resumeTokens: ResumeTokens;
}) {
  return {
    /** Gives the name by which the player goes from now on. */
    async review(sessionId: string, participantId: string, decision: NameDecision): Promise<Reviewed> {
      try {
        const { rows } = await db.jobs.query<{ nickname: string }>(decisions[decision], [
          sessionId,
          participantId,
        ]);
        return rows[0]
          ? { ok: true, nickname: rows[0].nickname }
          : { ok: false, code: 'challenge/no-name-waits' };
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return { ok: false, code: 'nickname/taken' };
        throw error;
      }
    },

    /** Another name, after the host refused the first one. */
    async propose({ resumeToken, nickname: wanted }: { resumeToken: string; nickname: string }) {
      const verified = resumeTokens.verify(resumeToken);
      if (!verified.ok) throw new AppError('join/token-invalid');
      const { sid, pid, mov = 0 } = verified.claims;
      const { nickname, skeleton } = kindNickname(wanted);
      const { rows } = await db.jobs.query<{ kept: boolean }>(
        `SELECT want_name(lp.session_id, lp.id, $3, $4) AS kept FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
         WHERE lp.session_id = $1 AND lp.id = $2 AND lp.name_refused AND lp.kicked_at IS NULL AND lp.device_moves = $5 AND s.status IN ('lobby', 'running', 'paused')`,
        [sid, pid, nickname, skeleton, mov],
      );
      if (!rows[0]) throw new AppError('challenge/no-name-waits');
      if (!rows[0].kept) throw new AppError('nickname/taken');
      seats.nameProposed(sid, pid, nickname);
      return { wanted: nickname };
    },
  };
}
export type NameReviews = ReturnType<typeof createNameReviews>;

const decisions: Record<NameDecision, string> = {
  approve: `UPDATE live_participants SET nickname = wanted_nickname, skeleton = wanted_skeleton, wanted_nickname = NULL, wanted_skeleton = NULL, name_refused = false
    WHERE session_id = $1 AND id = $2 AND wanted_nickname IS NOT NULL RETURNING nickname`,
  standIn: `UPDATE live_participants SET wanted_nickname = NULL, wanted_skeleton = NULL, name_refused = false
    WHERE session_id = $1 AND id = $2 AND wanted_nickname IS NOT NULL RETURNING nickname`,
  refuse: `UPDATE live_participants SET name_refused = true WHERE session_id = $1 AND id = $2 AND wanted_nickname IS NOT NULL RETURNING nickname`,
};
