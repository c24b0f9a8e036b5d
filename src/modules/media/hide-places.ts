import { type FileHandle, open } from 'node:fs/promises';

interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  inside: number;
  end: number;
}

/** What phones write the place, the model and the owner into. */
const told = new Set(['udta', 'meta', 'uuid']);
const opened = new Set(['moov', 'trak']);
const mostBoxes = 10_000;

/**
 * Phones write into a film where it was made. Those boxes become empty space, in place, so that nothing else moves. False: the
 * boxes do not add up to the file.
 */
export async function hidePlaces(path: string): Promise<boolean> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const seen = { boxes: 0, movie: false };
    return (await walk(file, 0, size, seen)) && seen.movie;
  } finally {
    await file.close();
  }
}

async function walk(
  file: FileHandle,
  from: number,
  to: number,
  seen: { boxes: number; movie: boolean },
): Promise<boolean> {
  for (let at = from; at < to; ) {
    const box = await boxAt(file, at, to);
    seen.boxes += 1;
    if (box === null || seen.boxes > mostBoxes) return false;
    if (box.type === 'moov') seen.movie = true;
    if (told.has(box.type)) await empty(file, box);
    else if (opened.has(box.type) && !(await walk(file, box.inside, box.end, seen))) return false;
    at = box.end;
  }
  return true;
}

async function boxAt(file: FileHandle, at: number, to: number): Promise<Box | null> {
  const head = Buffer.alloc(16);
  const { bytesRead } = await file.read(head, 0, 16, at);
  if (bytesRead < 8) return null;
  const short = head.readUInt32BE(0);
  const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
  const inside = at + (short === 1 ? 16 : 8);
  const end = at + size;
  if (end > to || end < inside) return null;
  return { type: head.toString('latin1', 4, 8), start: at, inside, end };
}

async function empty(file: FileHandle, { start, inside, end }: Box): Promise<void> {
  await file.write(Buffer.from('free', 'latin1'), 0, 4, start + 4);
  const zeros = Buffer.alloc(Math.min(64 * 1024, end - inside));
  for (let at = inside; at < end; at += zeros.length)
    await file.write(zeros, 0, Math.min(zeros.length, end - at), at);
}
