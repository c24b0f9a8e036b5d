import type { ClassPlan } from '../../domain/challenge/class-plan.ts';
import { rulesOf } from '../../domain/challenge/deal.ts';
import { record } from '../../domain/challenge/decide.ts';
import { evolve } from '../../domain/challenge/evolve.ts';
import { ending } from '../../domain/challenge/rounds.ts';
import { newChallenge } from '../../domain/challenge/state.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SessionSettings } from '../../wire/session.ts';
import type { EventLog } from './event-log.ts';
import { readEvents, rowOf } from './event-rows.ts';
import type { ProjectionService } from './projection.service.ts';

interface Dependencies {
  db: Database;
  eventLog: EventLog;
  projection: ProjectionService;
  /** Tells the host's pages that something of the session changed. */
  changed(sessionId: string): Promise<void>;
}

/** [HST-2] A class that was left for another day waits this long. */
export const waitsDays = 30;

/** Ends classes whose other day never came; what was played is reported as of any class. */
export function createParkedClasses({ db, eventLog, projection, changed }: Dependencies) {
  async function end(sessionId: string): Promise<void> {
    // whoever opens it in this moment has the higher epoch, and then nothing of this is stored
    const { rows } = await db.jobs.query<{ epoch: number; snapshot: ClassPlan; settings: SessionSettings }>(
      `UPDATE live_sessions SET epoch = epoch + 1 WHERE id = $1 AND status = 'parked' RETURNING epoch, snapshot, settings`,
      [sessionId],
    );
    const session = rows[0];
    if (!session) return;
    const state = newChallenge(rulesOf(session.snapshot, session.settings));
    for (const event of await readEvents(db.jobs, sessionId)) evolve(state, event);
    const events = record(state, ending(state, 'abandoned'), state.clock);
    const entries = events.map((event) => rowOf(sessionId, session.epoch, event, null));
    await new Promise<void>((stored, reject) => {
      const lost = () => reject(new Error('somebody opened it in this moment'));
      eventLog.append({ sessionId, epoch: session.epoch, lost, waiting: () => {} }, entries, stored);
    });
    await projection.project(sessionId);
    await changed(sessionId);
  }

  return {
    /** How many ended. One that fails keeps no other from it. */
    async endForgotten(failed: (error: unknown, sessionId: string) => void): Promise<number> {
      const { rows } = await db.jobs.query<{ id: string }>(
        `SELECT s.id FROM live_sessions s WHERE s.status = 'parked' AND s.format <> 'group_mission'
         AND (SELECT max(e.at) FROM live_events e WHERE e.session_id = s.id) < now() - make_interval(days => $1)`,
        [waitsDays],
      );
      let ended = 0;
      for (const { id } of rows) {
        try {
          await end(id);
          ended++;
        } catch (error) {
          failed(error, id);
        }
      }
      return ended;
    },
  };
}
