import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { changedMission, newMission } from '../../../wire/authoring.ts';
import type { Locale } from '../../../wire/common.ts';
import { arrayOf, type Claimed, requireKnown } from './claim-mission.ts';
import { writeRequirements } from './write-requirements.ts';

type Facts = Omit<z.output<typeof changedMission>, 'version'>;

/** Gives its id. */
export async function insertMission(
  em: EntityManager,
  caller: SignedInCaller,
  mission: z.output<typeof newMission>,
): Promise<string> {
  const id = uuid();
  const { orgId, userId } = caller;
  const columns = {
    id,
    org_id: orgId,
    author_id: userId,
    slug: slugOf(mission.title),
    locale: mission.locale,
    mission_type: 'skill',
    edited_at: new Date(),
    ...(await columnsOf(em, mission, mission.locale)),
  };
  const names = Object.keys(columns);
  await em.execute(
    `INSERT INTO missions (${names}) VALUES (${names.map(() => '?')})`,
    Object.values(columns),
  );
  await writeObjectives(em, id, { orgId, locale: mission.locale }, mission.objectives);
  await writeRequirements(em, id, mission.requires ?? []);
  return id;
}

export async function updateMission(
  em: EntityManager,
  id: string,
  claimed: Claimed,
  facts: Facts,
): Promise<void> {
  const columns = await columnsOf(em, facts, claimed.locale);
  await em.execute(`UPDATE missions SET ${Object.keys(columns).map((name) => `${name} = ?`)} WHERE id = ?`, [
    ...Object.values(columns),
    id,
  ]);
  await writeObjectives(em, id, claimed, facts.objectives);
  if (facts.requires) await writeRequirements(em, id, facts.requires);
}

/** What is left out stays as it is. */
async function columnsOf(em: EntityManager, facts: Facts, locale: Locale) {
  const { requiredLevel, reward } = facts;
  return {
    title: facts.title,
    description: facts.description,
    topic_id: await topicId(em, facts.topic),
    difficulty: facts.difficulty,
    age_from: facts.ages.from,
    age_to: facts.ages.to,
    estimated_minutes: facts.estimatedMinutes,
    i18n: JSON.stringify(otherLanguages(facts.i18n, locale)),
    ...(requiredLevel !== undefined && { required_level: requiredLevel }),
    ...(reward && { xp_reward: reward.xp, coin_reward: reward.coins }),
  };
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
