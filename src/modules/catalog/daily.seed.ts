import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { StartError } from '../../platform/start-error.ts';
import { openYaml } from './content/content.loader.ts';
import { formatProblems } from './content/content.problem.ts';
import { type DailyChallengesFile, dailyChallengesFile } from './content/daily.schema.ts';
import { checkFile } from './content/file.check.ts';

const fileName = 'daily-challenges.yaml';

/**
 * [DAY-1] Brings the templates of a folder into an organization. Those that were edited or made there stay as they are; those that are
 * not in the file any more are taken for no other day. Throws a `StartError` with the code `content/invalid`; then nothing is loaded.
 */
export async function seedDailyChallenges(db: Database, orgId: string, folder: string): Promise<void> {
  const rows = (await load(folder)).map(rowOf);
  await db.asWorker(async (em) => {
    await store(em, orgId, rows);
    await em.execute(archive, [orgId, JSON.stringify(rows.map(({ slug }) => slug))]);
  });
}

async function load(folder: string): Promise<DailyChallengesFile['challenges']> {
  const yaml = await openYaml(folder, fileName);
  const checked = Array.isArray(yaml)
    ? { ok: false as const, problems: yaml }
    : checkFile(yaml, dailyChallengesFile);
  if (!checked.ok) throw new StartError('content/invalid', formatProblems(checked.problems));
  return checked.value.challenges;
}

function rowOf({ slug, title, description, es, tasks, reward }: DailyChallengesFile['challenges'][number]) {
  const columns = {
    slug,
    title,
    description,
    i18n: { es },
    tasks,
    xp_reward: reward.xp,
    coin_reward: reward.coins,
  };
  return { ...columns, content_hash: createHash('sha256').update(JSON.stringify(columns)).digest('hex') };
}

const store = (em: EntityManager, orgId: string, rows: readonly ReturnType<typeof rowOf>[]) =>
  em.execute(
    `INSERT INTO daily_challenge_templates AS t (org_id, slug, title, description, i18n, tasks, xp_reward, coin_reward, content_hash)
     SELECT ?, slug, title, description, i18n, tasks, xp_reward, coin_reward, content_hash
     FROM jsonb_to_recordset(?) AS r(slug text, title text, description text, i18n jsonb, tasks jsonb, xp_reward integer, coin_reward integer, content_hash text)
     ON CONFLICT (org_id, slug) DO UPDATE SET title = EXCLUDED.title, description = EXCLUDED.description, i18n = EXCLUDED.i18n,
       tasks = EXCLUDED.tasks, xp_reward = EXCLUDED.xp_reward, coin_reward = EXCLUDED.coin_reward, content_hash = EXCLUDED.content_hash,
       is_active = true
     WHERE t.edited_at IS NULL AND t.content_hash <> EXCLUDED.content_hash`,
    [orgId, JSON.stringify(rows)],
  );

const archive = `
UPDATE daily_challenge_templates SET is_active = false, content_hash = 'archived'
WHERE org_id = ? AND is_active AND edited_at IS NULL AND content_hash IS NOT NULL
  AND slug NOT IN (SELECT jsonb_array_elements_text(?))`;
