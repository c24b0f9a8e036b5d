import type { EntityManager } from '@mikro-orm/postgresql';
import type { MediaRef } from '../../../domain/question/media.ts';
import { AppError } from '../../../platform/http/app-error.ts';

/** The row of a file of the own organization that is whole; the row policies see to the former. Refuses `media/not-found`. */
export async function mediaRow(
  em: EntityManager,
  media: Pick<MediaRef, 'id' | 'kind'> | null,
  path: string,
): Promise<string | null> {
  if (!media) return null;
  const [asset] = await em.execute<{ id: string }[]>(
    `SELECT id FROM media_assets WHERE object_key = ? AND kind = ? AND status = 'ready'`,
    [media.id, media.kind],
  );
  if (asset) return asset.id;
  const message = 'There is no such picture, film or recording.';
  throw new AppError('media/not-found', message, { errors: [{ path, message }] });
}
