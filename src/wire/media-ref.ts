import { z } from 'zod';
import type { MediaKind, MediaRef } from '../domain/question/media.ts';

export type { MediaKind, MediaRef };

const kinds = { image: true, audio: true, video: true } satisfies Record<MediaKind, true>;
export const mediaKind = z.enum(Object.keys(kinds) as [MediaKind, ...MediaKind[]]);

/** The random name under which a file is served: `/media/<id>`. */
export const mediaId = z.string().regex(/^[\w-]{32}$/);

/** What a question says about its picture or recording. */
export const mediaRef = z.strictObject({
  id: mediaId,
  kind: mediaKind,
  alt: z.string().max(300),
  caption: z.string().max(2_000).nullable(),
}) satisfies z.core.$ZodType<MediaRef>;
