import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { StartError } from '../../platform/start-error.ts';
import { type BadgesFile, badgesFile } from './content/badges.schema.ts';
import { openYaml } from './content/content.loader.ts';
import { type ContentProblem, formatProblems } from './content/content.problem.ts';
import { checkFile } from './content/file.check.ts';

const fileName = 'badges.yaml';

/**
 * Brings the badges of a folder into an organization. Those that were edited or made there stay as they are; those that are not in
 * the file any more are given to nobody else. Whatever changed is told by an event, so that it counts for what was done before too.
 * Throws a `StartError` with the code `content/invalid`; then nothing is loaded.
 */
export async function seedBadges(
  db: Database,
  orgId: string,
  folder: string,
): Promise<{ changed: string[] }> {
  const rows = (await loadBadges(folder)).map(rowOf);
  return db.asWorker(async (em) => {
    const changed = [...(await store(em, orgId, rows)), ...(await archive(em, orgId, rows))];
    if (changed.length > 0)
      await em.execute(
        `INSERT INTO outbox_events (org_id, event_type, payload) VALUES (?, 'badges.changed', '{}')`,
        [orgId],
      );
    return { changed };
  });
}

async function loadBadges(folder: string): Promise<BadgesFile['badges']> {
  const refuse = (problems: readonly ContentProblem[]): never => {
    throw new StartError('content/invalid', formatProblems(problems));
  };
  const yaml = await openYaml(folder, fileName);
  if (Array.isArray(yaml)) return refuse(yaml);
  const checked = checkFile(yaml, badgesFile);
  return checked.ok ? checked.value.badges : refuse(checked.problems);
}

function rowOf(badge: BadgesFile['badges'][number], position: number) {
  const { slug, name, description, es, category, rarity, criteria, reward } = badge;
  const columns = {
    slug,
    name,
    description,
    category,
    rarity,
    position,
    unlock_criteria: criteria,
    xp_reward: reward.xp,
    coin_reward: reward.coins,
    key_reward: reward.keys,
    i18n: { es },
  };
  return {
    ...columns,
    id: uuid(),
    content_hash: createHash('sha256').update(JSON.stringify(columns)).digest('hex'),
  };
}
type Row = ReturnType<typeof rowOf>;

async function store(em: EntityManager, orgId: string, rows: readonly Row[]): Promise<string[]> {
  const stored = await em.execute<{ slug: string }[]>(
    `INSERT INTO badges AS b (id, org_id, slug, name, description, category, rarity, position, unlock_criteria, xp_reward, coin_reward, key_reward, i18n, content_hash)
     SELECT id, ?, slug, name, description, category, rarity, position, unlock_criteria, xp_reward, coin_reward, key_reward, i18n, content_hash
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, name text, description text, category text, rarity text, position integer,
       unlock_criteria jsonb, xp_reward integer, coin_reward integer, key_reward integer, i18n jsonb, content_hash text)
     ON CONFLICT (org_id, slug) DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description, category = EXCLUDED.category,
       rarity = EXCLUDED.rarity, position = EXCLUDED.position, unlock_criteria = EXCLUDED.unlock_criteria, xp_reward = EXCLUDED.xp_reward,
       coin_reward = EXCLUDED.coin_reward, key_reward = EXCLUDED.key_reward, i18n = EXCLUDED.i18n, content_hash = EXCLUDED.content_hash, is_active = true
     WHERE b.edited_at IS NULL AND b.content_hash <> EXCLUDED.content_hash
     RETURNING slug`,
    [orgId, JSON.stringify(rows)],
  );
  return stored.map(({ slug }) => slug);
}

/** Without its hash a badge that comes back counts as changed and is given again. */
async function archive(em: EntityManager, orgId: string, rows: readonly Row[]): Promise<string[]> {
  const gone = await em.execute<{ slug: string }[]>(
    `UPDATE badges SET is_active = false, content_hash = 'archived'
     WHERE org_id = ? AND is_active AND edited_at IS NULL AND content_hash IS NOT NULL
       AND slug NOT IN (SELECT jsonb_array_elements_text(?)) RETURNING slug`,
    [orgId, JSON.stringify(rows.map(({ slug }) => slug))],
  );
  return gone.map(({ slug }) => slug);
}
