import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { StartError } from '../../../platform/start-error.ts';
import { mostLevels } from '../../../wire/season.ts';
import { takeSeasons, turnSeason } from './season-turn.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const words = { name: z.string().trim().min(1).max(60), description: z.string().trim().min(1).max(300) };
const reward = z.union([
  z.strictObject({ coins: z.int().min(1).max(10_000) }),
  z.strictObject({ keys: z.int().min(1).max(100) }),
  z.strictObject({ freeze: z.literal(true) }),
  z.strictObject({ avatar: slug }),
]);
type Reward = z.infer<typeof reward>;
const seasonEntry = z
  .strictObject({
    slug,
    ...words,
    es: z.strictObject(words),
    days: z.int().min(7).max(366),
    xpPerLevel: z.int().min(1).max(100_000),
    levels: z.array(reward).min(1).max(mostLevels),
  })
  .refine(({ levels }) => {
    const avatars = levels.flatMap((one) => ('avatar' in one ? [one.avatar] : []));
    return new Set(avatars).size === avatars.length;
  }, 'an avatar comes twice in a season');
const file = z.strictObject({
  seasons: z
    .array(seasonEntry)
    .max(50)
    .refine(
      (seasons) => new Set(seasons.map((one) => one.slug)).size === seasons.length,
      'a slug stands twice',
    ),
});

/**
 * Brings the seasons of a folder into an organization and begins one when none runs. Newer content reaches seasons that wait for their
 * turn: one that has begun stays as it is. Throws a `StartError` with the code `content/invalid`; then nothing is loaded.
 */
export async function seedSeasons(
  { jobs }: Pick<Database, 'jobs'>,
  orgId: string,
  folder: string,
  now = new Date(),
): Promise<void> {
  const seasons = await read(folder);
  await inTransaction(jobs, async (client) => {
    await requireAvatars(client, orgId, seasons);
    await takeSeasons(client, orgId);
    await client.query(dropGone, [orgId, seasons.map((one) => one.slug)]);
    await client.query(storeSeasons, [orgId, JSON.stringify(seasons)]);
    await turnSeason(client, orgId, now);
  });
}

async function read(folder: string) {
  const found = file.safeParse(parse(await readFile(join(folder, 'seasons.yaml'), 'utf8')));
  if (!found.success)
    throw new StartError('content/invalid', `seasons.yaml: ${z.prettifyError(found.error)}`);
  return found.data.seasons.map(({ slug, name, description, es, days, xpPerLevel, levels }, position) => {
    const tiers = levels.map((one, i) => ({ level: i + 1, ...columnsOf(one) }));
    const row = { slug, name, description, i18n: { es }, position, days, xpPerLevel, tiers };
    return { ...row, hash: createHash('sha256').update(JSON.stringify(row)).digest('hex') };
  });
}

/** An avatar that there is not would be coins without a word. */
async function requireAvatars(
  client: pg.ClientBase,
  orgId: string,
  seasons: Awaited<ReturnType<typeof read>>,
): Promise<void> {
  const { rows } = await client.query<{ slug: string }>('SELECT slug FROM avatars WHERE org_id = $1', [
    orgId,
  ]);
  const known = new Set(rows.map(({ slug }) => slug));
  for (const { slug, tiers } of seasons)
    for (const { level, avatar } of tiers)
      if (avatar !== undefined && !known.has(avatar))
        throw new StartError(
          'content/invalid',
          `seasons.yaml: level ${level} of ${slug} brings the avatar ${avatar}, which there is not.`,
        );
}

function columnsOf(one: Reward): { kind: string; amount: number; avatar?: string } {
  if ('coins' in one) return { kind: 'coins', amount: one.coins };
  if ('keys' in one) return { kind: 'keys', amount: one.keys };
  return 'avatar' in one ? { kind: 'avatar', amount: 1, avatar: one.avatar } : { kind: 'freeze', amount: 1 };
}

const dropGone = 'DELETE FROM seasons WHERE org_id = $1 AND starts_on IS NULL AND slug <> ALL($2::text[])';

/** A season that waits is written anew as a whole, with its tiers. */
const storeSeasons = `
WITH told AS (
  SELECT r.*, coalesce((SELECT max(s.round) FROM seasons s WHERE s.org_id = $1 AND s.slug = r.slug AND s.starts_on IS NOT NULL), 0) + 1 AS round
  FROM json_to_recordset($2::json) AS r(slug text, name text, description text, i18n jsonb, position integer, days integer, "xpPerLevel" integer, tiers json, hash text)),
stored AS (
  INSERT INTO seasons AS s (org_id, slug, round, name, description, i18n, position, days, total_levels, xp_per_level, content_hash)
  SELECT $1, slug, round, name, description, i18n, position, days, json_array_length(tiers), "xpPerLevel", hash FROM told
  ON CONFLICT (org_id, slug) WHERE starts_on IS NULL DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description, i18n = EXCLUDED.i18n,
    position = EXCLUDED.position, days = EXCLUDED.days, total_levels = EXCLUDED.total_levels, xp_per_level = EXCLUDED.xp_per_level, content_hash = EXCLUDED.content_hash
  WHERE s.content_hash IS DISTINCT FROM EXCLUDED.content_hash RETURNING id, slug),
gone AS (
  DELETE FROM season_tiers t USING stored, told WHERE told.slug = stored.slug AND t.season_id = stored.id AND t.level > json_array_length(told.tiers))
INSERT INTO season_tiers AS t (season_id, level, kind, amount, avatar)
SELECT stored.id, r.level, r.kind, r.amount, r.avatar FROM stored JOIN told USING (slug),
  json_to_recordset(told.tiers) AS r(level integer, kind text, amount integer, avatar text)
ON CONFLICT (season_id, level) DO UPDATE SET kind = EXCLUDED.kind, amount = EXCLUDED.amount, avatar = EXCLUDED.avatar`;
