import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findMediaFiles } from './content/media-files.ts';

/** Raise it when the same files must be stored in another way: every mission is then loaded anew. */
const storedForm = 1;

/**
 * What each mission's files are right now, by slug: mission, translations, pictures and topics in one hash. Reading and hashing
 * takes a few milliseconds, understanding the files twenty times that, and on most starts nothing has changed.
 */
export async function fingerprintMissions(folder: string): Promise<Map<string, string>> {
  const topics = await readFile(join(folder, 'topics.yaml')).catch(() => '');
  const names = await readdir(join(folder, 'missions')).catch(() => []);
  const byMission = Map.groupBy(names.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).sort(), (name) =>
    name.slice(0, name.indexOf('.')),
  );
  const hashes = [...byMission].map(async ([slug, files]) => {
    const hash = createHash('sha256').update(`${storedForm}\n`).update(topics);
    for (const file of files) {
      const content = await readFile(join(folder, 'missions', file)).catch(() => '');
      hash.update(`\n${file} ${content.length}\n`).update(content);
    }
    for (const [name, { bytes, path }] of await findMediaFiles(folder, slug)) {
      hash.update(`\n${name} ${bytes}\n`);
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    }
    return [slug, hash.digest('hex')] as const;
  });
  return new Map(await Promise.all(hashes));
}
