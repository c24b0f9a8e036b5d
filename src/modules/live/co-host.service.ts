import { v7 as uuid } from 'uuid';
import type { AccountSeat } from '../../domain/joining/seat-holder.ts';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { CoHostSeat, SessionSettings } from '../../wire/session.ts';
import { createCoHostLinks } from './co-host-link.ts';
import type { GiveSeat } from './seat-giver.ts';
import { findGoneStaff } from './staff-seats.ts';

const linkSeconds = 600;
const thirtyDays = 30 * 24 * 3_600;
/** Devices that lead one class, and links that could become one. */
const mostCoHosts = 5;

interface CoHostClaims {
  sid: string;
  cid: string;
}

interface CoHostRow {
  hostId: string | null;
  sessionFamily: string;
  title: string;
  settings: SessionSettings;
  over: boolean;
  ended: boolean;
}

interface Dependencies {
  db: Database;
  giveSeat: GiveSeat;
  keys: KeyRing;
}

/** [HST-2] A second device leads a class: by a link that works once, for this session alone, as long as the host's sign-in lives. */
export function createCoHosts({ db, giveSeat, keys }: Dependencies) {
  const links = createCoHostLinks(keys);
  const tokens = createTokenSigner<CoHostClaims>(keys, {
    type: 'co-host',
    audience: 'live',
    lifetimeSeconds: thirtyDays,
  });

  /** A seat for a co-host who may still lead; refuses everybody else. */
  async function sit({ sid, cid }: CoHostClaims, token: string, locale: Locale): Promise<CoHostSeat> {
    const { rows } = await db.jobs.query<CoHostRow>(
      `SELECT s.host_id AS "hostId", c.session_family AS "sessionFamily", s.title, s.settings, s.status IN ('ended', 'abandoned') AS over, c.ended_at IS NOT NULL AS ended
       FROM live_co_hosts c JOIN live_sessions s ON s.id = c.session_id WHERE c.session_id = $1 AND c.id = $2 AND c.accepted_at IS NOT NULL`,
      [sid, cid],
    );
    const row = rows[0];
    // the rows go with the session's end
    if (!row || row.over) throw new AppError('session/ended');
    if (row.ended) throw new AppError('challenge/co-host-ended');
    if (row.hostId === null) throw new AppError('auth/session-ended');
    const account: AccountSeat = { userId: row.hostId, sessionFamily: row.sessionFamily };
    if ((await findGoneStaff(db.jobs, [account])).length > 0) throw new AppError('auth/session-ended');
    const seat = await giveSeat(sid, { role: 'host', ...account, locale, coHostId: cid });
    return { seat, token, sessionId: sid, title: row.title, settings: row.settings };
  }

  return {
    async invite(
      sessionId: string,
      { sessionFamily }: AccountSeat,
    ): Promise<{ ok: true; token: string; leftMs: number } | { ok: false; code: ErrorCode }> {
      const id = uuid();
      const { rowCount } = await db.jobs.query(
        `INSERT INTO live_co_hosts (id, session_id, session_family, link_until)
         SELECT $1, $2, $3, now() + make_interval(secs => $4) WHERE (SELECT count(*) FROM live_co_hosts c
           WHERE c.session_id = $2 AND c.ended_at IS NULL AND c.accepted_at IS NOT NULL) < $5`,
        [id, sessionId, sessionFamily, linkSeconds, mostCoHosts],
      );
      if (rowCount === 0) return { ok: false, code: 'challenge/too-many-co-hosts' };
      return { ok: true, token: links.sign(id), leftMs: linkSeconds * 1_000 };
    },

    /** The first device that opens the link has it. */
    async accept({ token, locale }: { token: string; locale: Locale }): Promise<CoHostSeat> {
      const cid = links.verify(token);
      if (cid === null) throw new AppError('join/link-invalid');
      const { rows } = await db.jobs.query<{ sid: string }>(
        `UPDATE live_co_hosts c SET accepted_at = now() WHERE c.id = $1 AND c.accepted_at IS NULL AND c.ended_at IS NULL AND c.link_until > now()
           AND (SELECT count(*) FROM live_co_hosts o WHERE o.session_id = c.session_id AND o.ended_at IS NULL AND o.accepted_at IS NOT NULL) < $2
         RETURNING c.session_id AS sid`,
        [cid, mostCoHosts],
      );
      if (!rows[0]) throw new AppError('join/link-invalid');
      const { sid } = rows[0];
      return sit({ sid, cid }, tokens.sign({ sid, cid }), locale);
    },

    /** The same device again, after a reload or on bad Wi-Fi. */
    async seat({ token, locale }: { token: string; locale: Locale }): Promise<CoHostSeat> {
      const verified = tokens.verify(token);
      if (!verified.ok) throw new AppError('join/token-invalid');
      return sit(verified.claims, token, locale);
    },

    async end(sessionId: string, coHostId: string): Promise<boolean> {
      const { rowCount } = await db.jobs.query(
        'UPDATE live_co_hosts SET ended_at = now() WHERE session_id = $1 AND id = $2 AND accepted_at IS NOT NULL AND ended_at IS NULL',
        [sessionId, coHostId],
      );
      return rowCount === 1;
    },

    async list(sessionId: string): Promise<string[]> {
      const { rows } = await db.jobs.query<{ id: string }>(
        'SELECT id FROM live_co_hosts WHERE session_id = $1 AND accepted_at IS NOT NULL AND ended_at IS NULL ORDER BY accepted_at',
        [sessionId],
      );
      return rows.map(({ id }) => id);
    },
  };
}
export type CoHosts = ReturnType<typeof createCoHosts>;
