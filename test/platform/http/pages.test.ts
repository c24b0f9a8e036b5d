import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePages } from '../../../src/platform/http/pages.ts';

const script = `console.log('${'tutti '.repeat(2_000)}')`;
let folder: string;
let http: Server;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>Join</title>');
  await writeFile(join(folder, 'desk.html'), '<title>Desk</title>');
  await writeFile(join(folder, 'assets', 'play-abc123.js'), script);
  await writeFile(join(folder, 'assets', 'mark.png'), 'png');
  await writeFile(join(folder, 'robots.txt'), 'hello');
  http = createServer(express().use(servePages(folder))).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  http.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, encoding = 'identity') =>
  fetch(url + path, { headers: { 'accept-encoding': encoding } });

describe('servePages', () => {
  it.each([
    ['/', 'Join'],
    ['/j/123456', 'Join'],
    ['/play', 'Join'],
    ['/group/new', 'Join'],
    ['/teach', 'Desk'],
    ['/teach/sessions/7/report', 'Desk'],
    ['/setup', 'Desk'],
    ['/invite', 'Desk'],
    ['/reset', 'Desk'],
  ])('answers %s with the page %s, asked for anew each time', async (path, title) => {
    const reply = await get(path);
    expect(await reply.text()).toContain(`<title>${title}</title>`);
    expect(reply.headers.get('cache-control')).toBe('no-cache');
  });

  it('says what to do about a page that is not built', async () => {
    const reply = await get('/projector/7');
    expect(reply.status).toBe(503);
    expect(await reply.text()).toContain('npm start');
  });

  it('shows a page to whom types a wrong address, and to no program', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const reply = await fetch(`${url}/nowhere/at-all`, { headers: { accept } });
    expect(reply.status).toBe(404);
    expect(await reply.text()).toContain('<title>Desk</title>');
    const toProgram = await get('/nowhere/at-all');
    expect(toProgram.status).toBe(404);
    expect(await toProgram.text()).not.toContain('Desk');
  });

  it.each(['br', 'gzip'])('sends scripts compressed with %s, for ever', async (encoding) => {
    const reply = await get('/assets/play-abc123.js', encoding);
    expect(reply.headers.get('content-encoding')).toBe(encoding);
    expect(Number(reply.headers.get('content-length'))).toBeLessThan(script.length / 10);
    expect(reply.headers.get('cache-control')).toMatch(/immutable/);
    expect(reply.headers.get('content-type')).toMatch(/javascript/);
    expect(await reply.text()).toBe(script);
  });

  it('sends them plain to whom cannot unpack them', async () => {
    const reply = await get('/assets/play-abc123.js');
    expect(reply.headers.get('content-encoding')).toBeNull();
    expect(reply.headers.get('cache-control')).toMatch(/immutable/);
    expect(await reply.text()).toBe(script);
  });

  it('leaves pictures as they are', async () => {
    expect((await get('/assets/mark.png', 'br')).headers.get('content-encoding')).toBeNull();
  });

  it('knows no other files than its own', async () => {
    expect(await (await get('/robots.txt')).text()).toBe('hello');
    for (const path of ['/assets/none.js', '/assets/..%2findex.html.js', '/..%2f..%2fetc/passwd', '/.env']) {
      expect((await get(path, 'br')).status, path).toBe(404);
    }
  });
});
