import { z } from 'zod';
import { page, pageQuery } from './common.ts';
import { mediaId, mediaKind } from './media-ref.ts';

/** What a file will be. Then its bytes follow, to the address that comes back. */
export const newMedia = z
  .strictObject({
    kind: mediaKind,
    alt: z.string().trim().max(300).default(''),
    caption: z.string().trim().min(1).max(2_000).nullable().default(null),
  })
  .refine(({ kind, alt }) => kind !== 'image' || alt !== '', {
    path: ['alt'],
    message: 'A picture needs words for who cannot see it.',
  });
export type NewMedia = z.infer<typeof newMedia>;

export const mediaAsset = z.strictObject({
  id: mediaId,
  kind: mediaKind,
  alt: z.string(),
  caption: z.string().nullable(),
  /** `pending` until its bytes are here. */
  status: z.enum(['pending', 'ready']),
  /** null while it is pending. */
  mimeType: z.string().nullable(),
  bytes: z.int().min(0),
});
export type MediaAsset = z.infer<typeof mediaAsset>;

/** Files that are here already, to be shown once more. */
export const mediaQuery = pageQuery.extend({
  kind: mediaKind.optional(),
  /** Those of the caller, or all of the organization. */
  whose: z.enum(['mine', 'all']).default('mine'),
});
export const mediaItem = mediaAsset.extend({ isMine: z.boolean(), createdAt: z.iso.datetime() });
export const mediaPage = page(mediaItem);
export type MediaItem = z.infer<typeof mediaItem>;
