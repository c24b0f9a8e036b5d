import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Unlock } from '../../../domain/reward/avatar.ts';
import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { StartError } from '../../../platform/start-error.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const name = z.string().trim().min(1).max(60);
const level = z.int().min(1).max(500);
const avatarEntry = z
  .strictObject({
    slug,
    name,
    es: name,
    collection: slug,
    level: level.optional(),
    badge: slug.optional(),
    season: z.strictObject({ slug, level }).optional(),
    coins: z.int().min(1).max(100_000).optional(),
    keys: z.int().min(1).max(1_000).optional(),
  })
  .refine(
    (one) => [one.level, one.badge, one.season, one.coins ?? one.keys].filter(Boolean).length <= 1,
    'there is one way to an avatar: a level, a badge, a season or a price',
  );
const file = z
  .strictObject({
    collections: z
      .array(z.strictObject({ slug, name, es: name }))
      .min(1)
      .max(50),
    avatars: z.array(avatarEntry).min(1).max(500),
  })
  .refine(
    ({ avatars }) => new Set(avatars.map((one) => one.slug)).size === avatars.length,
    'a slug stands twice',
  )
  .refine(
    ({ collections, avatars }) =>
      avatars.every((one) => collections.some((of) => of.slug === one.collection)),
    'an avatar is of a collection that is not there',
  );

/** Brings the avatars of a folder into an organization; what was edited or made there stays as it is. */
export async function seedAvatars(
  { jobs }: Pick<Database, 'jobs'>,
  orgId: string,
  folder: string,
): Promise<void> {
  const { collections, avatars } = await read(folder);
  await inTransaction(jobs, async (client) => {
    await client.query(storeCollections, [orgId, JSON.stringify(collections)]);
    await client.query(storeAvatars, [orgId, JSON.stringify(avatars)]);
    await client.query(archive, [orgId, avatars.map((one) => one.slug)]);
  });
}

async function read(folder: string) {
  const text = await readFile(join(folder, 'avatars.yaml'), 'utf8');
  const found = file.safeParse(parse(text));
  if (!found.success)
    throw new StartError('content/invalid', `avatars.yaml: ${z.prettifyError(found.error)}`);
  const { collections, avatars } = found.data;
  return {
    collections: collections.map(({ slug, name, es }, position) =>
      hashed({ slug, name, i18n: { es: { name: es } }, position }),
    ),
    avatars: await Promise.all(
      avatars.map(async (entry, position) =>
        hashed({
          slug: entry.slug,
          name: entry.name,
          i18n: { es: { name: entry.es } },
          position,
          collection: entry.collection,
          picture: await readPicture(folder, entry.slug),
          ...columnsOf(unlockOf(entry)),
        }),
      ),
    ),
  };
}

const hashed = <T extends object>(row: T) => ({
  ...row,
  hash: createHash('sha256').update(JSON.stringify(row)).digest('hex'),
});

async function readPicture(folder: string, slug: string): Promise<string> {
  const refused = (why: string) => new StartError('content/invalid', `avatars/${slug}.svg ${why}.`);
  const picture = await readFile(join(folder, 'avatars', `${slug}.svg`), 'utf8').catch(() => {
    throw refused('is missing');
  });
  if (!picture.startsWith('<svg ') || picture.length > 20_000) throw refused('is no small SVG picture');
  if (/<script|<foreignObject|<!|\son\w+=|href/i.test(picture)) throw refused('holds more than a drawing');
  return picture;
}

function unlockOf({ level, badge, season, coins = 0, keys = 0 }: z.infer<typeof avatarEntry>): Unlock {
  if (level !== undefined) return { type: 'level', level };
  if (badge !== undefined) return { type: 'badge', badge };
  if (season !== undefined) return { type: 'seasonal', season: season.slug, level: season.level };
  return coins + keys > 0 ? { type: 'purchase', coins, keys } : { type: 'default' };
}

function columnsOf(unlock: Unlock) {
  if (unlock.type === 'purchase')
    return { type: unlock.type, criteria: {}, coins: unlock.coins, keys: unlock.keys };
  const { type, ...criteria } = unlock;
  return { type, criteria, coins: 0, keys: 0 };
}

const storeCollections = `
INSERT INTO avatar_collections AS c (org_id, slug, name, position, i18n, content_hash)
SELECT $1, slug, name, position, i18n, hash FROM json_to_recordset($2::json) AS r(slug text, name text, position integer, i18n jsonb, hash text)
ON CONFLICT (org_id, slug) DO UPDATE SET name = EXCLUDED.name, position = EXCLUDED.position, i18n = EXCLUDED.i18n, content_hash = EXCLUDED.content_hash
WHERE c.edited_at IS NULL AND c.content_hash <> EXCLUDED.content_hash`;

const storeAvatars = `
INSERT INTO avatars AS a (org_id, slug, name, picture, collection_id, unlock_type, unlock_criteria, coin_cost, key_cost, position, i18n, content_hash)
SELECT $1, r.slug, r.name, r.picture, c.id, r.type, r.criteria, r.coins, r.keys, r.position, r.i18n, r.hash
FROM json_to_recordset($2::json) AS r(slug text, name text, picture text, collection text, type text, criteria jsonb, coins integer, keys integer,
  position integer, i18n jsonb, hash text) LEFT JOIN avatar_collections c ON c.org_id = $1 AND c.slug = r.collection
ON CONFLICT (org_id, slug) DO UPDATE SET name = EXCLUDED.name, picture = EXCLUDED.picture, collection_id = EXCLUDED.collection_id,
  unlock_type = EXCLUDED.unlock_type, unlock_criteria = EXCLUDED.unlock_criteria, coin_cost = EXCLUDED.coin_cost, key_cost = EXCLUDED.key_cost,
  position = EXCLUDED.position, i18n = EXCLUDED.i18n, is_active = true, content_hash = EXCLUDED.content_hash
WHERE a.edited_at IS NULL AND a.content_hash <> EXCLUDED.content_hash`;

const archive = `
UPDATE avatars SET is_active = false, content_hash = 'archived'
WHERE org_id = $1 AND slug <> ALL($2::text[]) AND edited_at IS NULL AND content_hash <> 'archived'`;
