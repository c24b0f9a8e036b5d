/**
 * Takes out of a picture what is not seen: where it was taken, by whom, with what. The picture itself stays as it is, byte for
 * byte. Of a photo the way it was held stays, or it would lie on its side. null: the file is broken.
 */
export function cleanImage(bytes: Uint8Array, mimeType: string): Uint8Array | null {
  const clean = cleaners[mimeType];
  if (!clean) throw new Error(`nobody cleans ${mimeType}`);
  return clean(bytes);
}

const cleaners: Record<string, (bytes: Uint8Array) => Uint8Array | null> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': (bytes) => (bytes.length > 13 && bytes.at(-1) === 0x3b ? bytes : null),
};

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textAt = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** EXIF and XMP (APP1), IPTC (APP13) and comments go; colour profiles stay. */
function cleanJpeg(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let hasFrame = false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    if (marker === 0xe1) orientation = orientationIn(bytes.subarray(at + 4, end)) ?? orientation;
    else if (marker !== 0xed && marker !== 0xfe) kept.push(bytes.subarray(at, end));
    if (marker >= 0xc0 && marker <= 0xc2) hasFrame = true;
    if (marker === 0xda) {
      const pixels = picture(bytes, end);
      if (!hasFrame || pixels === null) return null;
      if (orientation !== 1) kept.splice(1, 0, orientationOnly(orientation));
      return joined([...kept, pixels]);
    }
    at = end;
  }
  return null;
}

/** The scans to the end of the picture; phones hang films and second pictures with places of their own behind it. */
function picture(bytes: Uint8Array, from: number): Uint8Array | null {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return bytes.subarray(from, at + 2);
  }
  return null;
}

/** TIFF tag 0x0112 in the first directory, 1–8. */
function orientationIn(segment: Uint8Array): number | null {
  if (textAt(segment, 0, 6) !== 'Exif\0\0' || segment.length < 14) return null;
  const tiff = segment.subarray(6);
  const view = viewOf(tiff);
  const little = textAt(tiff, 0, 2) === 'II';
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return null;
  const entries = Math.min(view.getUint16(directory, little), 200);
  for (let at = directory + 2, i = 0; i < entries && at + 12 <= tiff.length; at += 12, i += 1) {
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** An EXIF segment in which nothing stands but how the camera was held. */
const orientationOnly = (value: number): Uint8Array =>
  Uint8Array.from([
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0],
  ]);

const privateChunks = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function cleanPng(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const name = textAt(bytes, at + 4, 4);
    if (!privateChunks.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') return kept.length > 2 ? joined(kept) : null;
    at = end;
  }
  return null;
}

/** Flags of the `VP8X` chunk that announce EXIF (8) and XMP (4). */
const announced = 0b1100;

function cleanWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const whole = 8 + view.getUint32(4, true);
  if (whole > bytes.length || whole < 20) return null;
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= whole; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > whole + (size % 2)) return null;
    const name = textAt(bytes, at, 4);
    const chunk = bytes.slice(at, end);
    if (name === 'VP8X') chunk[8]! &= ~announced;
    if (name !== 'EXIF' && name !== 'XMP ') kept.push(chunk);
    at = end;
  }
  if (kept.length === 0) return null;
  const body = joined(kept);
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, body.length + 4, true);
  return joined([head, body]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
