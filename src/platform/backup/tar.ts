import { open } from 'node:fs/promises';
import { StartError } from '../start-error.ts';

/** One entry of an archive that `tar` understands. Its body is read to the end before the next entry comes. */
export interface TarEntry {
  name: string;
  body: AsyncIterable<Buffer>;
}

const block = 512;
const nothing = Buffer.alloc(0);
const pieceBytes = 4 * 1024 * 1024;
const mostBytes = 8 ** 11 - 1;

/** The names are ours: short, plain, below the folder where the archive is unpacked. */
function tarHeader(name: string, bytes: number, at: Date): Buffer {
  if (Buffer.byteLength(name) > 100 || bytes > mostBytes) throw new Error(`${name} does not fit into a tar`);
  const header = Buffer.alloc(block);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(name, 0);
  header.write(octal(0o600, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(bytes, 11), 124);
  header.write(octal(Math.floor(at.getTime() / 1_000), 11), 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return header;
}

const padding = (bytes: number): Buffer => Buffer.alloc((block - (bytes % block)) % block);

export const tarEnd: Buffer = Buffer.alloc(2 * block);

export function* tarEntry(name: string, content: Buffer, at: Date): Generator<Buffer> {
  yield tarHeader(name, content.length, at);
  yield content;
  yield padding(content.length);
}

/** A stream of unknown length as numbered entries below a name. */
export async function* tarPieces(
  name: string,
  source: AsyncIterable<Buffer>,
  at: Date,
): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let pieces = 0;
  const entry = () => tarEntry(`${name}/${String(++pieces).padStart(6, '0')}`, Buffer.concat(waiting), at);
  for await (const chunk of source) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < pieceBytes) continue;
    yield* entry();
    waiting = [];
    bytes = 0;
  }
  yield* entry();
}

/** A file as it is at this moment; nothing when it is gone. */
export async function* tarFile(name: string, path: string, at: Date): AsyncGenerator<Buffer> {
  const file = await open(path).catch(() => null);
  if (!file) return;
  try {
    const { size } = await file.stat();
    yield tarHeader(name, size, at);
    if (size > 0) yield* file.createReadStream({ end: size - 1, autoClose: false }) as AsyncIterable<Buffer>;
    yield padding(size);
  } finally {
    await file.close();
  }
}

/** Reads what was written so. Throws `backup/damaged` where it breaks off or is something else. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = reader(source);
  for (;;) {
    const header = await bytes.exactly(block);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = parse(header);
    let left = size;
    const body = (async function* () {
      while (left > 0) {
        const piece = await bytes.atMost(left);
        left -= piece.length;
        yield piece;
      }
    })();
    yield { name, body };
    while (left > 0) left -= (await bytes.atMost(left)).length;
    await bytes.exactly(padding(size).length);
  }
}

function parse(header: Buffer): { name: string; size: number } {
  const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/[\0 ].*$/s, '');
  const expected = Number.parseInt(text(148, 156), 8);
  const plain = Buffer.from(header).fill(' ', 148, 156);
  if (plain.reduce((total, byte) => total + byte, 0) !== expected) throw damaged();
  return { name: text(0, 100), size: Number.parseInt(text(124, 136), 8) };
}

function reader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = nothing;
  const atMost = async (bytes: number): Promise<Buffer> => {
    while (rest.length === 0) {
      const { value, done } = await chunks.next();
      if (done) throw damaged();
      rest = value;
    }
    const piece = rest.subarray(0, bytes);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    atMost,
    async exactly(bytes: number): Promise<Buffer> {
      const pieces: Buffer[] = [];
      for (let left = bytes; left > 0; left -= pieces.at(-1)!.length) pieces.push(await atMost(left));
      return Buffer.concat(pieces);
    },
  };
}

const damaged = () => new StartError('backup/damaged', 'The backup is damaged, or no backup of Tutti.');
