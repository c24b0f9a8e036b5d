import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanImage } from '../../../src/domain/media/clean-image.ts';
import { mediaTypeOf } from '../../../src/domain/media/media-type.ts';
import { exif, jpeg, jpegSegment, mp4, png, pngChunk, wav, webp } from '../../support/media-files.ts';

const place = 'N 48.1374 E 11.5755';
const clean = (bytes: Uint8Array, type: string) => {
  const out = cleanImage(bytes, type);
  return out && Buffer.from(out);
};

describe('what a file is', () => {
  it.each<[string, Buffer, string | null]>([
    ['PNG', png(), 'image/png'],
    ['JPEG', jpeg(), 'image/jpeg'],
    ['GIF', Buffer.from('GIF89a......;'), 'image/gif'],
    ['WebP', webp(['VP8 ', Buffer.alloc(10)]), 'image/webp'],
    ['WAV', wav(), 'audio/wav'],
    ['MP3 with a title', Buffer.from('ID3\x04\0\0'), 'audio/mpeg'],
    ['MP3', Buffer.of(0xff, 0xfb, 0x90, 0x64), 'audio/mpeg'],
    ['Ogg', Buffer.from(`OggS${'\0'.repeat(24)}OpusHead`), 'audio/ogg'],
    ['M4A', Buffer.from('\0\0\0\x1cftypM4A \0\0'), 'audio/mp4'],
    ['MP4', mp4(place), 'video/mp4'],
    ['WebM with a picture', Buffer.from('\x1a\x45\xdf\xa3....webm....V_VP9..A_OPUS', 'latin1'), 'video/webm'],
    ['WebM without one', Buffer.from('\x1a\x45\xdf\xa3....webm....A_OPUS', 'latin1'), 'audio/webm'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>'), null],
    ['HTML', Buffer.from('<!doctype html><script>'), null],
    ['PDF', Buffer.from('%PDF-1.7'), null],
    ['a film in Ogg', Buffer.from(`OggS${'\0'.repeat(24)}\x80theora`, 'latin1'), null],
    ['HEIC', Buffer.from('\0\0\0\x1cftypheic\0\0'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('is told by its bytes: %s', (_, bytes, type) => {
    expect(mediaTypeOf(bytes)?.mimeType ?? null).toBe(type);
  });

  it('is told of any bytes without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void mediaTypeOf(bytes)));
  });
});

describe('what is taken out of a picture', () => {
  it('is where a photo was made; how it was held stays', () => {
    const xmp = jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${place}`));
    const out = clean(jpeg(exif(6, place), xmp, jpegSegment(0xed, Buffer.from(place))), 'image/jpeg')!;
    expect(out.includes(place)).toBe(false);
    expect(out.includes('Exif')).toBe(true);
    // cleaned once more it is the same: the way it was held is read from what we wrote
    expect(clean(out, 'image/jpeg')).toEqual(out);
    expect(clean(jpeg(exif(1, place)), 'image/jpeg')).toEqual(jpeg());
  });

  it('is what hangs behind the end of a photo', () => {
    expect(clean(Buffer.concat([jpeg(), Buffer.from(place)]), 'image/jpeg')).toEqual(jpeg());
  });

  it('is text in a PNG, and EXIF and XMP in a WebP', () => {
    const extra = [pngChunk('tEXt', Buffer.from(`Comment\0${place}`)), pngChunk('eXIf', Buffer.from(place))];
    expect(clean(png({ extra }), 'image/png')).toEqual(png());
    const picture: [string, Buffer] = ['VP8 ', Buffer.alloc(11, 1)];
    const flags = (value: number): [string, Buffer] => ['VP8X', Buffer.of(value, 0, 0, 0, 0, 0, 0, 0, 0, 0)];
    const out = clean(
      webp(flags(0b11100), picture, ['EXIF', Buffer.from(place)], ['XMP ', Buffer.from(place)]),
      'image/webp',
    );
    expect(out).toEqual(webp(flags(0b10000), picture));
  });

  it('a file that ends in the middle is broken', () => {
    for (const [whole, type] of [
      [png(), 'image/png'],
      [jpeg(exif(6, place)), 'image/jpeg'],
      [webp(['VP8 ', Buffer.alloc(40)]), 'image/webp'],
    ] as const)
      for (let length = 13; length < whole.length - 1; length += 1)
        expect(clean(whole.subarray(0, length), type), `${type} ${length}`).toBeNull();
  });

  it('any bytes are cleaned or broken, never an error', () => {
    const anyFile = fc.constantFrom(png(), jpeg(exif(6, place)), webp(['VP8 ', Buffer.alloc(40)]));
    fc.assert(
      fc.property(
        anyFile,
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 8 }),
        (file, changes) => {
          const bytes = Buffer.from(file);
          for (const [at, value] of changes) if (at > 12) bytes[at % bytes.length] = value;
          const type = mediaTypeOf(bytes);
          if (type) cleanImage(bytes, type.mimeType);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
