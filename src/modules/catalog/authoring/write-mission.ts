import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { changedMission, newMission } from '../../../wire/authoring.ts';
import type { Locale } from '../../../wire/common.ts';
import { arrayOf, type Claimed, requireKnown } from './claim-mission.ts';

type Facts = Omit<z.output<typeof changedMission>, 'version'>;

/** Gives its id. */
export async function insertMission(
  em: EntityManager,
  caller: SignedInCaller,
  mission: z.output<typeof newMission>,
): Promise<string> {
  const id = uuid();
  await em.execute(
    `INSERT INTO missions (id, org_id, author_id, slug, locale, title, description, topic_id, difficulty, mission_type,
       age_from, age_to, estimated_minutes, i18n, edited_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'skill', ?, ?, ?, ?, now())`,
    [
      ...[id, caller.orgId, caller.userId, slugOf(mission.title), mission.locale, mission.title],
      ...[mission.description, await topicId(em, mission.topic), mission.difficulty],
      ...[mission.ages.from, mission.ages.to, mission.estimatedMinutes],
      JSON.stringify(otherLanguages(mission.i18n, mission.locale)),
    ],
  );
  await writeObjectives(em, id, { orgId: caller.orgId, locale: mission.locale }, mission.objectives);
  return id;
}

export async function updateMission(
  em: EntityManager,
  id: string,
  claimed: Claimed,
  facts: Facts,
): Promise<void> {
  await em.execute(
    `UPDATE missions SET title = ?, description = ?, topic_id = ?, difficulty = ?, age_from = ?, age_to = ?,
       estimated_minutes = ?, i18n = ? WHERE id = ?`,
    [
      ...[facts.title, facts.description, await topicId(em, facts.topic), facts.difficulty],
      ...[facts.ages.from, facts.ages.to, facts.estimatedMinutes],
      ...[JSON.stringify(otherLanguages(facts.i18n, claimed.locale)), id],
    ],
  );
  await writeObjectives(em, id, claimed, facts.objectives);
}

async function writeObjectives(
  em: EntityManager,
  missionId: string,
  { orgId, locale }: Pick<Claimed, 'orgId' | 'locale'>,
  objectives: Facts['objectives'],
): Promise<void> {
  const known = await em.execute<{ slug: string }[]>('SELECT slug FROM objectives WHERE mission_id = ?', [
    missionId,
  ]);
  const given = objectives.flatMap(({ slug }) => slug ?? []);
  requireKnown(
    'objectives',
    given,
    known.map(({ slug }) => slug),
  );
  const rows = objectives.map(({ slug = newSlug('goal'), text, i18n }, position) => ({
    id: uuid(),
    slug,
    text,
    position,
    i18n: otherLanguages(i18n, locale),
  }));
  await em.execute('DELETE FROM objectives WHERE mission_id = ? AND NOT slug = ANY(?::text[])', [
    missionId,
    arrayOf(given),
  ]);
  await em.execute(
    `INSERT INTO objectives (id, org_id, mission_id, slug, text, position, i18n)
     SELECT id, ?, ?, slug, text, position, i18n
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, text text, position integer, i18n jsonb)
     ON CONFLICT (org_id, slug) DO UPDATE SET text = EXCLUDED.text, position = EXCLUDED.position, i18n = EXCLUDED.i18n`,
    [orgId, missionId, JSON.stringify(rows)],
  );
}

async function topicId(em: EntityManager, slug: string | null): Promise<string | null> {
  if (slug === null) return null;
  const [topic] = await em.execute<{ id: string }[]>('SELECT id FROM topics WHERE slug = ? AND is_active', [
    slug,
  ]);
  if (!topic) throw new AppError('topic/not-found');
  return topic.id;
}

/** The language in which a mission is written stands in the columns; beside them it would hide these. */
export function otherLanguages<Texts>(
  i18n: Partial<Record<Locale, Texts>>,
  locale: Locale,
): Partial<Record<Locale, Texts>> {
  return Object.fromEntries(Object.entries(i18n).filter(([key, texts]) => key !== locale && texts));
}

/** Of a title what an address can hold, and something that makes it the only one. */
export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return newSlug(plain || 'mission');
}

export const newSlug = (stem: string): string => `${stem}-${randomBytes(5).toString('hex')}`;
