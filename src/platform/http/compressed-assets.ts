import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const encoders = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
};
type Encoding = keyof typeof encoders;

const textual = new Set(['.js', '.css', '.svg', '.json', '.map']);

/**
 * Files that never change are compressed once and kept: when a class comes in at the same moment, every phone asks for
 * the same ones, and the games need the processor. What is not here goes on to the next handler.
 */
export function serveCompressed(folder: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer | null>>();
  const compressed = (path: string, encoding: Encoding) => {
    const key = `${encoding} ${path}`;
    const known = kept.get(key);
    if (known) return known;
    const made = readFile(join(folder, path)).then(encoders[encoding], () => {
      kept.delete(key); // a guessed name must not stay in memory
      return null;
    });
    kept.set(key, made);
    return made;
  };

  return async (request, response, next) => {
    const encoding = request.acceptsEncodings('br', 'gzip') as Encoding | 'identity' | false;
    const plainName = /^\/[\w.-]+$/.test(request.path) && textual.has(extname(request.path));
    if (!plainName || request.method !== 'GET' || (encoding !== 'br' && encoding !== 'gzip')) return next();
    const content = await compressed(request.path, encoding);
    if (!content) return next();
    response.vary('Accept-Encoding');
    response.set({ 'Content-Encoding': encoding, 'Cache-Control': 'public, max-age=31536000, immutable' });
    response.type(extname(request.path)).send(content);
  };
}
