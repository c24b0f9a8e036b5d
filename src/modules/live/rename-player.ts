import type pg from 'pg';
import { normaliseNickname } from '../../domain/nickname/nickname.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { isUnkind } from './unkind-names.ts';

type Renamed = { ok: true; nickname: string } | { ok: false; code: ErrorCode };

/** [JOIN-4] [HST-1] Another name, by the host; one that waited for a yes is settled with it. */
export async function renamePlayer(
  jobs: pg.Pool,
  sessionId: string,
  participantId: string,
  wanted: string,
): Promise<Renamed> {
  const name = normaliseNickname(wanted);
  if (!name.ok) return name;
  if (isUnkind(name.nickname)) return { ok: false, code: 'nickname/unkind' };
  try {
    await jobs.query(
      'UPDATE live_participants SET nickname = $3, skeleton = $4, wanted_nickname = NULL, wanted_skeleton = NULL, name_refused = false WHERE session_id = $1 AND id = $2',
      [sessionId, participantId, name.nickname, name.skeleton],
    );
    return { ok: true, nickname: name.nickname };
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return { ok: false, code: 'nickname/taken' };
    throw error;
  }
}
