import { defineEntity, p } from '@mikro-orm/core';
import type { ClassPlan } from '../../domain/challenge/class-plan.ts';
import type { Ghost } from '../../domain/self-paced/race.ts';
import { id } from '../../platform/database/columns.ts';
import type { SessionSettings } from '../../wire/session.ts';

export const LiveSession = defineEntity({
  name: 'LiveSession',
  tableName: 'live_sessions',
  properties: {
    id: id(),
    orgId: p.uuid(),
    hostId: p.uuid().nullable(),
    missionId: p.uuid().nullable(),
    groupId: p.uuid().nullable(),
    title: p.text(),
    format: p.text().default('challenge'),
    scoring: p.text().default('speed'),
    status: p
      .text()
      .$type<'lobby' | 'running' | 'paused' | 'parked' | 'ended' | 'abandoned'>()
      .default('lobby'),
    settings: p.json<SessionSettings>(),
    snapshot: p.json<ClassPlan>().lazy(),
    /** For each place of the session the question of the snapshot; known when it has ended. */
    played: p.array(Number).nullable(),
    locked: p.boolean().default(false),
    idempotencyKey: p.text().nullable(),
    ownerNode: p.text().nullable(),
    epoch: p.integer().default(0),
    leaseUntil: p.datetime().nullable(),
    roomId: p.text().nullable(),
    lastPresentAt: p.datetime().defaultRaw('now()'),
    closesAt: p.datetime().nullable(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    runId: p.uuid().nullable(),
    runPosition: p.integer().nullable(),
    result: p.json<unknown>().nullable().lazy(),
    racerId: p.uuid().nullable(),
    raceOf: p.uuid().nullable(),
    ghost: p.json<Ghost>().nullable().lazy(),
    practiceDay: p.date().nullable(),
    projectedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
