import type { MediaKind } from '../question/media.ts';

export interface MediaType {
  kind: MediaKind;
  mimeType: string;
}

/** How many bytes of a file tell what it is. */
export const headBytes = 4_096;

/** The largest files, in bytes. */
export const mostBytes: Readonly<Record<MediaKind, number>> = {
  image: 5 * 1024 * 1024,
  audio: 15 * 1024 * 1024,
  video: 100 * 1024 * 1024,
};

const ascii = (head: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...head.subarray(at, at + length));
const startsWith = (head: Uint8Array, ...bytes: number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);

/** What a file is by its first bytes, whatever its name says; null: nothing that we take. SVG is none of it: it can hold scripts. */
export function mediaTypeOf(head: Uint8Array): MediaType | null {
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return image('png');
  if (startsWith(head, 0xff, 0xd8, 0xff)) return image('jpeg');
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return image('gif');
  if (ascii(head, 0, 4) === 'RIFF') return riff(ascii(head, 8, 4));
  if (ascii(head, 0, 4) === 'OggS') return ogg(ascii(head, 0, headBytes));
  if (ascii(head, 4, 4) === 'ftyp') return isoMedia(ascii(head, 8, 4));
  if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) return matroska(ascii(head, 0, headBytes));
  if (ascii(head, 0, 3) === 'ID3' || isMpegFrame(head)) return audio('mpeg');
  return null;
}

const image = (format: string): MediaType => ({ kind: 'image', mimeType: `image/${format}` });
const audio = (format: string): MediaType => ({ kind: 'audio', mimeType: `audio/${format}` });
const video = (format: string): MediaType => ({ kind: 'video', mimeType: `video/${format}` });

const riff = (form: string): MediaType | null =>
  form === 'WEBP' ? image('webp') : form === 'WAVE' ? audio('wav') : null;

/** The first page of a stream names its codec; pictures in Ogg play nowhere any more. */
const ogg = (head: string): MediaType | null => (/OpusHead|vorbis|FLAC/.test(head) ? audio('ogg') : null);

function isoMedia(brand: string): MediaType | null {
  if (/^M4[AB] $/.test(brand)) return audio('mp4');
  return /^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|mmp4)$/.test(brand) ? video('mp4') : null;
}

function matroska(head: string): MediaType | null {
  if (!head.includes('webm')) return null;
  if (/V_(VP8|VP9|AV1)/.test(head)) return video('webm');
  return /A_(OPUS|VORBIS)/.test(head) ? audio('webm') : null;
}

/** MPEG 1 or 2, layer III, with a bit rate and a sample rate that are there. */
const isMpegFrame = (head: Uint8Array): boolean =>
  head.length > 3 &&
  head[0] === 0xff &&
  (head[1]! & 0xe6) === 0xe2 &&
  (head[1]! & 0x18) !== 0x08 &&
  (head[2]! & 0xf0) !== 0xf0 &&
  (head[2]! & 0xf0) !== 0 &&
  (head[2]! & 0x0c) !== 0x0c;
