/** What a file of a question is to whoever looks at it; each kind has a way of its own to be shown. */
export type MediaKind = 'image' | 'audio' | 'video';

/**
 * [RND-2] A file that belongs to a question. The id is the address (`/media/<id>`) and says nothing: neither the file's name,
 * nor whether it belongs to a right choice.
 */
export interface MediaRef {
  /** 192 random bits in base64url: 32 characters. */
  id: string;
  kind: MediaKind;
  /** For who cannot see or hear it: 1–300 characters for an image; may be empty for audio and video. */
  alt: string;
  /** Shown below: a caption of an image, the words of a recording (1–2,000 characters); null: none. */
  caption: string | null;
}
