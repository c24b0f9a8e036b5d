import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { StartError } from '../../platform/start-error.ts';
import type { MediaService } from '../media/media.service.ts';
import { loadContent } from './content/content.loader.ts';
import { formatProblems } from './content/content.problem.ts';
import type { Content } from './content/content.schema.ts';
import { findMediaFiles } from './content/media-files.ts';
import { fingerprintMissions } from './starter-fingerprint.ts';
import { lessonMedia, storeMission, storeRequirements } from './store-mission.ts';
import type { StoredMedia } from './store-questions.ts';
import { storeTopics } from './store-topics.ts';

/** Missions by slug. */
export interface SeedReport {
  added: string[];
  upgraded: string[];
  /** No longer in the starter content: hidden, and kept for the sessions that played them. */
  archived: string[];
  /** The starter content has another version, but these were edited or made here and stay as they are. */
  kept: string[];
  unchanged: number;
}

/**
 * Brings the starter content of a folder into an organization, one transaction a mission; what is up to date already
 * costs nothing. Throws a `StartError` with the code `content/invalid` that names file, line and field of everything
 * there is to mend; then nothing at all is loaded.
 */
export async function seedCatalog({ db, media }: Stores, orgId: string, folder: string): Promise<SeedReport> {
  const files = await fingerprintMissions(folder);
  const plan = planSeed(files, await db.asWorker((em) => readStored(em, orgId)));
  const report: SeedReport = {
    added: [],
    upgraded: [],
    archived: [],
    kept: plan.kept,
    unchanged: plan.unchanged,
  };
  await media
    .restoreContentFiles(orgId, () => contentFiles(folder, [...files.keys()]))
    .catch(refusalOf('A file beside the missions cannot be taken in.'));
  if (files.size > 0 && plan.load.length === 0 && plan.archive.length === 0) return report;

  const content = await loadSound(folder);
  const topicIds = await db.asWorker((em) => storeTopics(em, orgId, content.topics));
  for (const mission of content.missions.filter(({ slug }) => plan.load.includes(slug))) {
    const target = {
      orgId,
      topicId: topicIds.get(mission.topic)!,
      position: positionOf(mission, content),
      media: await storeMedia(media, orgId, mission),
    };
    const outcome = await db.asWorker((em) => storeMission(em, mission, files.get(mission.slug)!, target));
    if (outcome === 'unchanged') report.unchanged += 1;
    else report[outcome].push(mission.slug);
  }
  const loaded = content.missions.filter(({ slug }) => plan.load.includes(slug));
  await db.asWorker((em) => storeRequirements(em, orgId, loaded));
  report.archived = await db.asWorker((em) => archiveMissions(em, orgId, plan.archive));
  return report;
}

interface Stores {
  db: Database;
  media: Pick<MediaService, 'storeContentFile' | 'restoreContentFiles'>;
}

async function contentFiles(folder: string, slugs: string[]) {
  const found = await Promise.all(slugs.map((slug) => findMediaFiles(folder, slug)));
  return found
    .flatMap((files) => [...files.values()])
    .flatMap(({ path, type }) => (type ? [{ path, kind: type.kind }] : []));
}

/** By what shows them. Kept also where the mission is not: then the nightly sweep takes it. */
async function storeMedia(
  media: Stores['media'],
  orgId: string,
  { slug, lessons }: Content['missions'][number],
): Promise<Map<string, StoredMedia>> {
  const stored = new Map<string, StoredMedia>();
  const shown = lessons.flatMap((lesson) => [
    { name: lessonMedia(lesson.slug), file: lesson.media },
    ...lesson.questions.map((question) => ({ name: question.id, file: question.media })),
  ]);
  for (const { name, file } of shown) {
    if (!file) continue;
    const asset = await media
      .storeContentFile({ orgId, ...file })
      .catch(refusalOf(`missions/${slug}.yaml: the file of "${name}" cannot be taken in.`));
    stored.set(name, asset);
  }
  return stored;
}

const refusalOf = (said: string) => (error: unknown) => {
  if (!(error instanceof AppError)) throw error;
  throw new StartError('content/invalid', `${said} ${error.message}`);
};

interface StoredMission {
  slug: string;
  hash: string | null;
  /** Made or edited here: not ours to change. */
  own: boolean;
  active: boolean;
}

async function readStored(em: EntityManager, orgId: string): Promise<StoredMission[]> {
  return em.execute<StoredMission[]>(
    `SELECT slug, content_hash AS hash, is_active AS active, edited_at IS NOT NULL OR content_hash IS NULL AS own
     FROM missions WHERE org_id = ?`,
    [orgId],
  );
}

function planSeed(files: ReadonlyMap<string, string>, stored: readonly StoredMission[]) {
  const bySlug = new Map(stored.map((mission) => [mission.slug, mission]));
  const changed = [...files].filter(([slug, hash]) => bySlug.get(slug)?.hash !== hash).map(([slug]) => slug);
  const isOwn = (slug: string) => bySlug.get(slug)?.own ?? false;
  return {
    load: changed.filter((slug) => !isOwn(slug)),
    kept: changed.filter(isOwn),
    unchanged: files.size - changed.length,
    archive: stored
      .filter(({ slug, own, active }) => active && !own && !files.has(slug))
      .map(({ slug }) => slug),
  };
}

async function loadSound(folder: string): Promise<Content> {
  const loaded = await loadContent(folder);
  if (!loaded.ok) throw new StartError('content/invalid', formatProblems(loaded.problems));
  return loaded.content;
}

/** Topic by topic, the easy missions first; missions of one topic and difficulty follow in the order they came. */
function positionOf({ topic, difficulty }: Content['missions'][number], { topics }: Content): number {
  const topicPosition = topics.find(({ slug }) => slug === topic)!.position;
  return topicPosition * 10 + ['easy', 'medium', 'hard'].indexOf(difficulty);
}

/** Without its hash a mission that comes back counts as changed and is shown again. */
async function archiveMissions(em: EntityManager, orgId: string, slugs: string[]): Promise<string[]> {
  if (slugs.length === 0) return [];
  const rows = await em.execute<{ slug: string }[]>(
    `UPDATE missions SET is_active = false, content_hash = 'archived'
     WHERE org_id = ? AND slug IN (?) AND edited_at IS NULL RETURNING slug`,
    [orgId, slugs],
  );
  return rows.map(({ slug }) => slug);
}
