import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { cleanImage } from '../../domain/media/clean-image.ts';
import { headBytes, type MediaType, mediaTypeOf } from '../../domain/media/media-type.ts';
import type { MediaKind } from '../../domain/question/media.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { hidePlaces } from './hide-places.ts';

export interface TakenIn {
  mimeType: string;
  bytes: number;
  sha256: Buffer;
}

/** Looks at what was received, takes out what nobody asked to publish, and says what it is. [EDG-4] */
export async function takeIn(path: string, kind: MediaKind): Promise<TakenIn> {
  const type = await typeOf(path);
  if (type?.kind !== kind)
    throw new AppError(
      'upload/kind-not-allowed',
      'Pictures are PNG, JPEG, WebP or GIF; recordings MP3, Ogg, M4A, WAV or WebM; videos MP4 or WebM.',
    );
  if (kind === 'image') await cleanPicture(path, type.mimeType);
  if (type.mimeType.endsWith('/mp4') && !(await hidePlaces(path))) throw broken();
  return { mimeType: type.mimeType, ...(await measure(path)) };
}

const broken = () => new AppError('upload/broken', 'The file is not whole, or not what it begins as.');

async function typeOf(path: string): Promise<MediaType | null> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return mediaTypeOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Pictures are small enough for the memory: 5 MB. */
async function cleanPicture(path: string, mimeType: string): Promise<void> {
  const clean = cleanImage(await readFile(path), mimeType);
  if (clean === null) throw broken();
  await writeFile(path, clean);
}

async function measure(path: string): Promise<{ bytes: number; sha256: Buffer }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest() };
}
