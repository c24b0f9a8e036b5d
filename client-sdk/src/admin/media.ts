import type { MediaAsset, MediaItem, NewMedia } from '../../../src/wire/media.ts';
import type { MediaKind, MediaRef } from '../../../src/wire/media-ref.ts';
import { TuttiError } from '../errors.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type { MediaAsset, MediaItem } from '../../../src/wire/media.ts';

export interface MediaWords {
  /** Told from the file's type where it is left out. */
  kind?: MediaKind;
  /** 1–300 characters for who cannot see it; a picture must have them. */
  alt?: string;
  caption?: string | null;
}

/** `sent` of `total` bytes. */
export type OnProgress = (progress: { sent: number; total: number }) => void;

export type Media = ReturnType<typeof createMedia>;

/** Pictures and recordings of questions, for who writes missions. Rejects with a `TuttiError`. */
export function createMedia(tutti: Tutti) {
  return {
    /**
     * Sends a file and gives what a question refers to. At most 5 MB for a picture (PNG, JPEG, WebP, GIF), 15 MB for a recording
     * (MP3, Ogg, M4A, WAV, WebM), 100 MB for a video (MP4, WebM). Rejects with `upload/kind-not-allowed`, `upload/too-large`,
     * `upload/broken`, `upload/quota-full`, `upload/no-room` or `network/unreachable`; aborting the signal rejects as well.
     */
    async upload(
      file: Blob,
      { kind = kindOf(file), alt = '', caption = null }: MediaWords = {},
      onProgress: OnProgress = () => undefined,
      signal?: AbortSignal,
    ): Promise<MediaRef> {
      const body: NewMedia = { kind, alt, caption };
      const { id } = await tutti.request<MediaAsset>('POST', '/media', { body });
      await send(
        `${tutti.url}/api/v1/media/${id}/content`,
        file,
        await tutti.accessToken(),
        onProgress,
        signal,
      );
      return { id, kind, alt: alt.trim(), caption };
    },
    /** What is here already, the newest first: one's own (default), or all of the organization. */
    list: (query: PageQuery & { kind?: MediaKind | undefined; whose?: 'mine' | 'all' } = {}) =>
      tutti.request<Page<MediaItem>>('GET', '/media', { query: { ...query } }),
    /** Rejects with `media/in-use` while a question or a session shows it. */
    remove: (id: string) => tutti.request<void>('DELETE', `/media/${encodeURIComponent(id)}`),
    /** Where it is shown, for whoever knows the id. */
    address: (id: string) => `${tutti.url}/media/${id}`,
  };
}

const kindOf = ({ type }: Blob): MediaKind =>
  (/^(audio|video)\//.exec(type)?.[1] as MediaKind | undefined) ?? 'image';

/** Not `fetch`: only this tells how much has left. */
function send(
  url: string,
  file: Blob,
  token: string,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const unreachable = () => reject(new TuttiError('network/unreachable', 'The file did not get through.'));
    request.open('PUT', url);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.onload = () => (request.status < 300 ? resolve() : reject(refusalIn(request)));
    request.onerror = unreachable;
    request.onabort = unreachable;
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function refusalIn({ status, responseText }: XMLHttpRequest): TuttiError {
  try {
    const { code, detail } = JSON.parse(responseText);
    return new TuttiError(code, detail ?? code, { status });
  } catch (cause) {
    return new TuttiError('network/unexpected-reply', `HTTP ${status}`, { status, cause });
  }
}
