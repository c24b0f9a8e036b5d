import type { KeyRing } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { Watching } from '../../wire/session.ts';
import type { GiveSeat } from './seat-giver.ts';
import type { SessionDoor } from './session-door.ts';

const oneDay = 24 * 3_600;

interface Dependencies {
  db: Database;
  door: SessionDoor;
  giveSeat: GiveSeat;
  keys: KeyRing;
}

/** Who only watches: sees what players see and the standings, answers nothing and has no name. Nothing of them is kept. */
export function createSpectators({ db, door, giveSeat, keys }: Dependencies) {
  const tokens = createTokenSigner<{ sid: string }>(keys, {
    type: 'watch',
    audience: 'live',
    lifetimeSeconds: oneDay,
  });

  async function sit(sessionId: string, watchToken: string, locale: Locale): Promise<Watching> {
    const seat = await giveSeat(sessionId, { role: 'spectator', locale });
    return { seat, watchToken, sessionId };
  }

  /** [HST-1] Whoever was removed on this device does not look on, either. */
  async function requireWelcome(sessionId: string, device: Buffer | null): Promise<void> {
    const { rowCount } = await db.jobs.query(
      'SELECT 1 FROM live_participants WHERE session_id = $1 AND device_hash = $2 AND kicked_at IS NOT NULL LIMIT 1',
      [sessionId, device],
    );
    if (rowCount !== 0) throw new AppError('join/kicked');
  }

  return {
    /** `device`: the hash of the browser's random cookie; null: it showed none. */
    async watch({
      pin,
      shapes,
      address,
      locale,
      device,
    }: {
      pin: string;
      shapes: readonly number[] | undefined;
      address: string;
      locale: Locale;
      device: Buffer | null;
    }): Promise<Watching> {
      const found = await door.find(pin, address, { shapes });
      if (!found.spectators) throw new AppError('join/no-spectators');
      await requireWelcome(found.id, device);
      if (found.locked) throw new AppError('join/locked');
      return sit(found.id, tokens.sign({ sid: found.id }), locale);
    },

    async again({
      watchToken,
      locale,
      device,
    }: {
      watchToken: string;
      locale: Locale;
      device: Buffer | null;
    }): Promise<Watching> {
      const verified = tokens.verify(watchToken);
      if (!verified.ok) throw new AppError('join/token-invalid');
      const { sid } = verified.claims;
      const { rows } = await db.jobs.query<{ over: boolean }>(
        `SELECT status IN ('ended', 'abandoned') AS over FROM live_sessions WHERE id = $1`,
        [sid],
      );
      if (!rows[0] || rows[0].over) throw new AppError('session/ended');
      await requireWelcome(sid, device);
      return sit(sid, watchToken, locale);
    },
  };
}
export type Spectators = ReturnType<typeof createSpectators>;
