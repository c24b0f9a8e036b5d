import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log/log.ts';
import type { EventLog } from '../event-log.ts';
import type { Leases } from '../leases.ts';
import type { PinGuard } from '../pin-guard.ts';
import type { ResumeTokens } from '../resume-token.ts';
import type { GiveSeat } from '../seat-giver.ts';
import type { Seats } from '../seats.ts';
import type { SessionDoor } from '../session-door.ts';
import { groupRoutes } from './group.routes.ts';
import { createGroupProjection } from './group-projection.service.ts';
import { createGroupReportService } from './group-report.service.ts';
import { createGroupRoomServices } from './group-room-services.ts';
import { createGroupRunService } from './group-run.service.ts';
import { createGroupSeatService } from './group-seat.service.ts';

interface Dependencies {
  db: Database;
  seats: Seats;
  giveSeat: GiveSeat;
  door: SessionDoor;
  guard: PinGuard;
  resumeTokens: ResumeTokens;
  eventLog: EventLog;
  leases: Leases;
  node: () => string;
  log: Log;
  https: boolean;
}

/** Group missions within the live module: they share its log, its door and its seats. */
export function createGroups({
  db,
  seats,
  giveSeat,
  door,
  guard,
  resumeTokens,
  eventLog,
  log,
  https,
  ...core
}: Dependencies) {
  const projection = createGroupProjection({ db });
  const { settled, ...roomServices } = createGroupRoomServices({
    db,
    eventLog,
    projection,
    guard,
    log,
    ...core,
  });
  return {
    projection,
    roomServices,
    settled,
    routes: groupRoutes({
      runs: createGroupRunService({ db, seats }),
      groupSeats: createGroupSeatService({ db, giveSeat, door, guard, resumeTokens }),
      reports: createGroupReportService({ db }),
      https,
    }),
  };
}
