import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { headBytes, type MediaType, mediaTypeOf, mostBytes } from '../../../domain/media/media-type.ts';
import type { ContentProblem, FieldPath } from './content.problem.ts';
import { problemAt } from './file.check.ts';
import type { QuestionFile } from './question-forms.ts';
import type { YamlFile } from './yaml-file.ts';

interface FoundFile {
  path: string;
  /** By its first bytes; null: nothing that is shown. */
  type: MediaType | null;
  bytes: number;
}
/** By their names. */
export type MediaFiles = ReadonlyMap<string, FoundFile>;

/** So many pictures and recordings a mission can have. */
const mostFiles = 200;

/** What lies in the folder that has the mission's name; nothing where there is no such folder. Links are not followed. */
export async function findMediaFiles(folder: string, slug: string): Promise<MediaFiles> {
  const own = join(folder, 'missions', slug);
  const entries = await readdir(own, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const found = new Map<string, FoundFile>();
  for (const name of names.sort().slice(0, mostFiles)) found.set(name, await lookAt(join(own, name)));
  return found;
}

async function lookAt(path: string): Promise<FoundFile> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return { path, type: mediaTypeOf(buffer.subarray(0, bytesRead)), bytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** The file that a question names: there, of a kind that is shown, and not too large. */
export function checkMediaFile(
  yaml: YamlFile,
  path: FieldPath,
  media: Pick<NonNullable<QuestionFile['media']>, 'file'>,
  files: MediaFiles,
): ContentProblem[] {
  const fault = (code: ContentProblem['code'], message: string) => [
    problemAt(yaml, [...path, 'media', 'file'], code, message),
  ];
  const found = files.get(media.file);
  if (!found) {
    const folder = yaml.file.replace(/\.yaml$/, '/');
    return fault('content/no-file', `There is no file "${media.file}" in ${folder}: put it there.`);
  }
  if (!found.type)
    return fault(
      'content/wrong-file-kind',
      'Pictures are PNG, JPEG, WebP or GIF, recordings MP3, Ogg, M4A, WAV or WebM, films MP4 or WebM.',
    );
  const most = mostBytes[found.type.kind];
  if (found.bytes <= most) return [];
  return fault('content/too-large', `This file is too large: at most ${most / 1024 / 1024} MB fit.`);
}
