import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import { inBatches } from '../../platform/in-batches.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { createTries, type PinGuard } from './pin-guard.ts';
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
  limits: Limits;
  guard: PinGuard;
  secondFactor: SecondFactorRule;
}

interface Entry {
  format?: 'challenge' | 'group_mission' | 'any';
  /** [JOIN-7] What was tapped, where the session asks for a row; without this key it asks for none. */
  shapes?: readonly number[] | undefined;
}

/** What everybody passes who comes with a PIN. */
export function createSessionDoor({ db, limits, guard, secondFactor }: Dependencies) {
  const rows = createTries(limits, 'join/rows', wrongRowsPerWindow);

  const look = inBatches(async (pins: string[]): Promise<(FoundSession | undefined)[]> => {
    const { rows } = await db.jobs.query<FoundSession & { pin: string }>({
      name: 'find-pins',
      text: findPins,
      values: [[...new Set(pins)]],
    });
    const found = new Map(rows.map(({ pin, ...session }) => [pin, session]));
    return pins.map((pin) => found.get(pin));
  });

  /** A try that led nowhere counts against its address. */
  async function failed(address: string, code: ErrorCode = 'join/no-such-pin'): Promise<AppError> {
    await guard.failed(address);
    return new AppError(code);
  }

  /** [JOIN-7] A wrong row counts as a wrong PIN does, and within one class also where somebody from there is already. */
  function lookAtRow(session: FoundSession, shapes: readonly number[], address: string) {
    const here = `${session.id} ${address}`;
    const isRight = secondFactor.accepts(session.id, shapes);
    return { isRight, waits: isRight ? rows.waitSeconds(here) : rows.failed(here) };
  }

  return {
    failed,

    /**
     * [JOIN-3] An address that guessed too often learns nothing of sessions in which nobody from there is. It is judged after
     * the look into the table, in one breath with counting: a burst of guesses learns no more than one try after another.
     */
    async find(pin: string, address: string, entry: Entry = {}): Promise<FoundSession> {
      const { format = 'challenge', shapes } = entry;
      const session = await look(pin);
      if (!session) {
        requireFree(await guard.failed(address), 'PINs');
        throw new AppError('join/no-such-pin');
      }
      const row =
        'shapes' in entry && session.secondFactor && shapes ? lookAtRow(session, shapes, address) : null;
      const [waits, rowWaits] = await Promise.all([guard.waitSeconds(address, session.id), row?.waits ?? 0]);
      requireFree(waits, 'PINs');
      const isForGroups = session.runId !== null;
      if (isForGroups && format === 'challenge') throw new AppError('join/for-groups');
      if (!isForGroups && format === 'group_mission') throw await failed(address);
      if ('shapes' in entry && session.secondFactor && !shapes)
        throw new AppError('join/second-factor-required');
      requireFree(rowWaits, 'rows');
      if (row && !row.isRight) throw await failed(address, 'join/second-factor-wrong');
      return session;
    },
  };
}

function requireFree(retryAfterSeconds: number, of: 'PINs' | 'rows'): void {
  if (retryAfterSeconds > 0)
    throw new AppError('join/too-many-tries', `Too many wrong ${of} came from here.`, { retryAfterSeconds });
}
export type SessionDoor = ReturnType<typeof createSessionDoor>;

const findPins = `
SELECT p.pin, s.id, s.run_id AS "runId", s.locked, (s.settings->>'generatedNames')::boolean AS "generatedNames", COALESCE((s.settings->>'secondFactor')::boolean, false) AS "secondFactor",
  COALESCE((s.settings->>'approveNames')::boolean, false) AS "approveNames", COALESCE((s.settings->>'spectators')::boolean, false) AS spectators
FROM live_pins p JOIN live_sessions s ON s.id = p.session_id
WHERE p.pin = ANY($1::text[]) AND p.released_at IS NULL AND s.status IN ('lobby', 'running', 'paused')`;
