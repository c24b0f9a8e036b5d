import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { PinGuard } from './pin-guard.ts';
import type { SecondFactorRule } from './second-factor.ts';

/** Wrong rows of one address at one class in a minute; whoever is in the room mistypes less often than this. */
const wrongRowsPerWindow = 60;

export interface FoundSession {
  id: string;
  locked: boolean;
  secondFactor: boolean;
  approveNames: boolean;
  generatedNames: boolean;
  spectators: boolean;
  /** Of a group mission: the PIN is that of all its groups. */
  runId: string | null;
}

interface Dependencies {
  db: Database;
  guard: PinGuard;
  secondFactor: SecondFactorRule;
}

/** What everybody passes who comes with a PIN. */
export function createSessionDoor({ db, guard, secondFactor }: Dependencies) {
  const rows = new PinGuard(undefined, wrongRowsPerWindow);

  /** A try that led nowhere counts against its address. */
  function failed(address: string, code: ErrorCode = 'join/no-such-pin'): AppError {
    guard.failed(address);
    return new AppError(code);
  }

  return {
    failed,

    /**
     * [JOIN-3] An address that guessed too often learns nothing of sessions in which nobody from there is. It is judged after
     * the look into the table, in one breath with counting: a burst of guesses learns no more than one try after another.
     */
    async find(
      pin: string,
      address: string,
      format: 'challenge' | 'group_mission' | 'any' = 'challenge',
    ): Promise<FoundSession> {
      const found = await db.jobs.query<FoundSession>({ name: 'find-pin', text: findPin, values: [pin] });
      const session = found.rows[0];
      const retryAfterSeconds = guard.waitSeconds(address);
      if (retryAfterSeconds > 0 && !(session && guard.isKnown(address, session.id))) {
        throw new AppError('join/too-many-tries', 'Too many wrong PINs came from here.', {
          retryAfterSeconds,
        });
      }
      if (!session) throw failed(address);
      const isForGroups = session.runId !== null;
      if (isForGroups && format === 'challenge') throw new AppError('join/for-groups');
      if (!isForGroups && format === 'group_mission') throw failed(address);
      return session;
    },

    /** [JOIN-7] A wrong row counts as a wrong PIN does, and within one class also where somebody from there is already. */
    requireRow(session: FoundSession, shapes: readonly number[] | undefined, address: string): void {
      if (!session.secondFactor) return;
      if (!shapes) throw new AppError('join/second-factor-required');
      const here = `${session.id} ${address}`;
      const retryAfterSeconds = rows.waitSeconds(here);
      if (retryAfterSeconds > 0)
        throw new AppError('join/too-many-tries', 'Too many wrong rows came from here.', {
          retryAfterSeconds,
        });
      if (secondFactor.accepts(session.id, shapes)) return;
      rows.failed(here);
      throw failed(address, 'join/second-factor-wrong');
    },
  };
}
export type SessionDoor = ReturnType<typeof createSessionDoor>;

const findPin = `
SELECT s.id, s.run_id AS "runId", s.locked, (s.settings->>'generatedNames')::boolean AS "generatedNames", COALESCE((s.settings->>'secondFactor')::boolean, false) AS "secondFactor",
  COALESCE((s.settings->>'approveNames')::boolean, false) AS "approveNames", COALESCE((s.settings->>'spectators')::boolean, false) AS spectators
FROM live_pins p JOIN live_sessions s ON s.id = p.session_id
WHERE p.pin = $1 AND p.released_at IS NULL AND s.status IN ('lobby', 'running', 'paused')`;
