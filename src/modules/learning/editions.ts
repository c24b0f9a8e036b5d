import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { FrozenMission } from '../../domain/challenge/class-plan.ts';
import { type Course, type Edition, layOut, layoutOf } from '../../domain/mission/edition.ts';
import type { Database } from '../../platform/database/database.ts';
import { CatalogService } from '../catalog/catalog.service.ts';

export interface FrozenAlone {
  mission: FrozenMission;
  course: Course;
  /** The same for the same content. */
  hash: string;
}

/** The mission as it is now; the content decides, whoever changed it in whatever way. */
export async function freezeAlone(db: Database, missionId: string): Promise<FrozenAlone> {
  const frozen = await db.asWorker((em) => CatalogService.freezeAlone(em, missionId));
  return { ...frozen, hash: createHash('sha256').update(JSON.stringify(frozen)).digest('hex') };
}

/** The edition for the n-th time that somebody begins; whoever begins the same thing shares it. */
export async function editionFor(
  client: pg.ClientBase,
  missionId: string,
  { mission, course, hash }: FrozenAlone,
  attempt: number,
): Promise<{ id: string; plan: Edition }> {
  const layout = layoutOf(attempt);
  await client.query(
    `INSERT INTO mission_editions (id, mission_id, content_hash, layout, plan) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (mission_id, content_hash, layout) DO NOTHING`,
    [uuid(), missionId, hash, layout, JSON.stringify(layOut(mission, course, Math.random))],
  );
  const { rows } = await client.query<{ id: string; plan: Edition }>(
    'SELECT id, plan FROM mission_editions WHERE mission_id = $1 AND content_hash = $2 AND layout = $3',
    [missionId, hash, layout],
  );
  return rows[0]!;
}
