import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepMedia } from '../../../src/modules/media/sweep.ts';
import { createStorage } from '../../../src/platform/storage/storage.ts';
import type { MissionDraft, Written } from '../../../src/wire/authoring.ts';
import type { MediaAsset, MediaItem } from '../../../src/wire/media.ts';
import type { SessionSummary } from '../../../src/wire/session.ts';
import { createEverybody } from '../../support/everybody.ts';
import { exif, jpeg, mp4, png, wav } from '../../support/media-files.ts';
import type { Person } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';
import { writtenQuestions } from '../../support/written-questions.ts';

const place = 'N 48.1374 E 11.5755';
const mega = 1024 * 1024;

let server: BareServer;
let folder: string;
let everybody: ReturnType<typeof createEverybody>;
let teacher: Person;
let colleague: Person;
let learner: Person;
let stranger: Person;

beforeAll(async () => {
  server = await startBareServer({ MEDIA_QUOTA_MB: '40', REQUESTS_PER_MINUTE: '1000000' });
  folder = join(server.config.dataDir, 'media');
  everybody = createEverybody(server);
  [teacher, colleague, learner] = [
    await everybody.add(server.orgId, 'teacher'),
    await everybody.add(server.orgId, 'teacher'),
    await everybody.add(server.orgId, 'student'),
  ];
  stranger = await everybody.add(await everybody.addOrganization(), 'teacher');
}, 60_000);
afterAll(() => server?.stop());

const announce = (body: object, { token }: Person = teacher) =>
  call<MediaAsset & { code?: string }>(server, '/media', { method: 'POST', token, body });
const image = { kind: 'image', alt: 'A violet square' };

async function send(id: string, content: BodyInit, { token }: Person = teacher) {
  const response = await fetch(`${server.url}/api/v1/media/${id}/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: content,
  });
  return { status: response.status, body: (await response.json()) as MediaAsset & { code?: string } };
}
async function upload(content: Buffer, words: object = image, by = teacher) {
  const { body } = await announce(words, by);
  return send(body.id, new Uint8Array(content), by);
}
const open = (id: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/media/${id}`, { headers });
const filesIn = (part: string): string[] => {
  try {
    return readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    return [];
  }
};

describe('a picture', () => {
  it('[RND-2] is shown to whoever holds its address, which says nothing, and can run nothing', async () => {
    const { status, body } = await upload(jpeg(exif(6, place)));
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ready', kind: 'image', mimeType: 'image/jpeg', alt: image.alt });
    expect(body.id).toMatch(/^[\w-]{32}$/);
    const shown = await open(body.id);
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect(bytes.length).toBe(body.bytes);
    expect(bytes.includes(place)).toBe(false);
  });

  it('needs words for who cannot see it', async () => {
    for (const alt of ['', '   ', 'x'.repeat(301)])
      expect((await announce({ kind: 'image', alt })).body.code).toBe('request/invalid');
  });

  it('is nobody’s but those who write missions in this organization', async () => {
    expect((await announce(image, learner)).status).toBe(403);
    const { body } = await announce(image);
    const bytes = new Uint8Array(png());
    expect((await send(body.id, bytes, colleague)).body.code).toBe('media/not-found');
    expect((await send(body.id, bytes, stranger)).body.code).toBe('media/not-found');
    expect((await open(body.id)).status).toBe(404);
    expect((await send(body.id, bytes)).status).toBe(200);
    const remove = ({ token }: Person) => call(server, `/media/${body.id}`, { method: 'DELETE', token });
    expect((await remove(stranger)).status).toBe(404);
    expect((await remove(colleague)).status).toBe(204);
    expect((await open(body.id)).status).toBe(404);
    expect(filesIn('kept')).not.toContain(body.id);
  });

  it('that is sent again, because the reply was lost, is the one that is there', async () => {
    const first = await upload(png());
    expect(await send(first.body.id, 'something else')).toEqual(first);
  });
});

describe('[WRI-13] what is here already', () => {
  const list = (query: string, { token }: Person = teacher) =>
    call<{ items: MediaItem[]; nextCursor: string | null }>(server, `/media?${query}`, { token });

  it('is listed page by page, the newest first, by kind, and with whose it is', async () => {
    const author = await everybody.add(server.orgId, 'teacher');
    const pictures: string[] = [];
    for (const alt of ['One', 'Two', 'Three'])
      pictures.unshift((await upload(png(), { kind: 'image', alt }, author)).body.id);
    const sound = (await upload(wav(), { kind: 'audio' }, author)).body.id;
    await announce(image, author);
    const ids = async (query: string, by = author) => (await list(query, by)).body.items.map(({ id }) => id);
    expect(await ids('limit=100'), 'without what never came').toEqual([sound, ...pictures]);
    expect(await ids('kind=audio')).toEqual([sound]);
    const first = await list('kind=image&limit=2', author);
    expect(first.body.items.map(({ alt, isMine }) => [alt, isMine])).toEqual([
      ['Three', true],
      ['Two', true],
    ]);
    expect(await ids(`kind=image&limit=2&cursor=${first.body.nextCursor}`)).toEqual([pictures[2]]);
    expect(await ids('limit=100', colleague)).not.toContain(sound);
    const all = (await list('whose=all&limit=100', colleague)).body.items;
    expect(all.find(({ id }) => id === sound)).toMatchObject({ kind: 'audio', isMine: false });
    expect((await list('cursor=x', author)).status).toBe(400);
  });

  it('is seen by those who write missions in this organization, and by nobody else', async () => {
    const { id } = (await upload(png())).body;
    expect((await list('whose=all', learner)).status).toBe(403);
    const elsewhere = (await list('whose=all&limit=100', stranger)).body.items;
    expect(elsewhere.map((item) => item.id)).not.toContain(id);
  });
});

describe('a recording', () => {
  it('is served in parts, so that one can wind it', async () => {
    const sound = wav();
    const { body } = await upload(sound, { kind: 'audio', caption: 'A long A.' });
    const part = await open(body.id, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-199/${sound.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(sound.subarray(100, 200));
    expect((await open(body.id, { range: `bytes=${sound.length}-` })).status).toBe(416);
  });

  it('of a film does not tell where it was made', async () => {
    const { body } = await upload(mp4(place), { kind: 'video' });
    const bytes = Buffer.from(await (await open(body.id)).arrayBuffer());
    expect(bytes.length).toBe(mp4(place).length);
    expect(bytes.includes(place)).toBe(false);
  });
});

describe('[EDG-4] what is refused', () => {
  it.each<[string, Buffer, object, string]>([
    ['a page with a script', Buffer.from('<script>alert(1)</script>'), image, 'upload/kind-not-allowed'],
    ['an SVG', Buffer.from('<svg onload="alert(1)"/>'), image, 'upload/kind-not-allowed'],
    ['a sound that says it is a picture', wav(), image, 'upload/kind-not-allowed'],
    ['half a picture', png({ size: 64 }).subarray(0, 60), image, 'upload/broken'],
    ['half a film', mp4(place).subarray(0, 100), { kind: 'video' }, 'upload/broken'],
    ['nothing', Buffer.alloc(0), image, 'upload/kind-not-allowed'],
    [
      'a picture of 5 MB and a byte',
      Buffer.concat([png(), Buffer.alloc(5 * mega)]),
      image,
      'upload/too-large',
    ],
  ])('%s leaves nothing', async (_, content, words, code) => {
    const before = filesIn('kept');
    expect((await upload(content, words)).body.code).toBe(code);
    expect(filesIn('incoming')).toEqual([]);
    expect(filesIn('kept')).toEqual(before);
  });

  it('more than is allowed, while it comes in, and the sender hears why', async () => {
    const { body } = await announce(image);
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += mega;
        if (sent > 20 * mega) controller.close();
        else controller.enqueue(new Uint8Array(mega));
      },
    });
    const response = await fetch(`${server.url}/api/v1/media/${body.id}/content`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${teacher.token}` },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(filesIn('incoming')).toEqual([]);
  });

  it('a file that broke off leaves nothing, and can be sent again', async () => {
    const { body } = await announce(image);
    await new Promise<void>((done) => {
      const half = httpRequest(`${server.url}/api/v1/media/${body.id}/content`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${teacher.token}`, 'content-length': '100000' },
      });
      half.on('error', () => done());
      half.write(png());
      setTimeout(() => half.destroy(new Error('gone')), 100);
    });
    await expect.poll(() => filesIn('incoming'), { timeout: 5_000 }).toEqual([]);
    expect((await send(body.id, new Uint8Array(png()))).status).toBe(200);
  });

  it('paths instead of addresses', async () => {
    for (const id of ['..%2f..%2fsecret', `${'a'.repeat(31)}%00`, 'x', '..%5c..%5csecret'.padEnd(32, 'a')]) {
      const response = await open(id);
      expect(response.status, id).toBe(404);
      expect(response.headers.get('content-type')).toContain('problem+json');
    }
    expect((await open(randomBytes(24).toString('base64url'))).status).toBe(404);
  });

  it('what does not fit into the organization’s room any more', async () => {
    const film = mp4(place, 13 * mega);
    expect((await upload(film, { kind: 'video' })).status).toBe(200);
    expect((await upload(film, { kind: 'video' })).status).toBe(200);
    const both = await Promise.all([upload(film, { kind: 'video' }), upload(film, { kind: 'video' })]);
    expect(both.map(({ body }) => body.code).filter(Boolean)).toContain('upload/quota-full');
    await server.app.db.jobs.query('DELETE FROM media_assets WHERE byte_size > $1', [mega]);
    expect((await upload(png())).status).toBe(200);
  });

  it('anything, while the disk takes nothing; then it goes on', async () => {
    const { body } = await announce(image);
    rmSync(join(folder, 'incoming'), { recursive: true, force: true });
    writeFileSync(join(folder, 'incoming'), 'not a folder');
    expect((await send(body.id, new Uint8Array(png()))).body.code).toBe('upload/no-room');
    rmSync(join(folder, 'incoming'));
    expect((await send(body.id, new Uint8Array(png()))).status).toBe(200);
  });
});

it('twenty come at once, and each is whole', async () => {
  const pictures = Array.from({ length: 20 }, (_, i) => png({ size: 100 + i, colour: [i, 0, 0] }));
  const sent = await Promise.all(pictures.map((content) => upload(content)));
  const back = await Promise.all(
    sent.map(async ({ body }) => Buffer.from(await (await open(body.id)).arrayBuffer())),
  );
  expect(back).toEqual(pictures);
});

it('a file of the content is stored once, however often the content is read', async () => {
  const path = join(server.config.dataDir, 'a cell.png');
  writeFileSync(path, png({ size: 9 }));
  const store = (alt: string) =>
    server.app.media.storeContentFile({ orgId: server.orgId, path, kind: 'image', alt, caption: null });
  const first = await store('A cell');
  expect(await store('A cell')).toEqual(first);
  expect((await store('A plant cell')).ref.id).not.toBe(first.ref.id);
  // a backup brought the row back and not the file
  const storage = createStorage(folder);
  await storage.remove(first.ref.id);
  await store('A cell');
  expect((await open(first.ref.id)).status).toBe(200);
});

it('[CON-7] what no question shows goes after 30 days; what one shows, and what is fresh, stays', async () => {
  const { jobs } = server.app.db;
  await jobs.query('DELETE FROM media_assets');
  const [shown, lonely] = [(await upload(png())).body.id, (await upload(png())).body.id];
  const owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
  await owner.query(`CREATE TABLE shows (media_id uuid REFERENCES media_assets(id)); GRANT SELECT ON shows TO tutti_worker;
    INSERT INTO shows SELECT id FROM media_assets WHERE object_key = '${shown}'`);
  const storage = createStorage(folder);
  const sweepIn = (days: number) =>
    sweepMedia(server.app.db, storage, new Date(Date.now() + days * 86_400_000));
  expect(await sweepIn(0)).toBe(0);
  expect(filesIn('kept').length).toBeGreaterThan(2);
  expect(await sweepIn(29)).toBe(0);
  expect(filesIn('kept').sort()).toEqual([shown, lonely].sort());
  const { token } = teacher;
  expect((await call(server, `/media/${shown}`, { method: 'DELETE', token })).body.code).toBe('media/in-use');
  expect(await sweepIn(31)).toBe(1);
  expect(filesIn('kept')).toEqual([shown]);
  await jobs.query('DELETE FROM users WHERE id = $1', [teacher.userId]);
  expect((await open(shown)).status).toBe(200);
  await owner.query('DROP TABLE shows');
  await owner.end();
});

it('[CON-7] what a session shows stays with it, also when the author has long shown something else', async () => {
  const day = 86_400_000;
  const { jobs } = server.app.db;
  const storage = createStorage(folder);
  const { token } = colleague;
  const ask = async <T>(method: string, path: string, body?: unknown) => {
    const reply = await call<T & { code?: string }>(server, path, {
      method,
      token,
      ...(body !== undefined && { body }),
    });
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    return reply.body;
  };
  const [first, second] = [
    (await upload(png(), image, colleague)).body.id,
    (await upload(png(), image, colleague)).body.id,
  ];
  const question = (shown: string) => writtenQuestions(shown).hotspot;
  const mission = await ask<Written>('POST', '/missions', {
    locale: 'en',
    title: 'Pets',
    description: 'About animals at home.',
    topic: null,
    difficulty: 'easy',
    ages: { from: 9, to: 12 },
    estimatedMinutes: 20,
    i18n: {},
    objectives: [{ text: 'Knows pets', i18n: {} }],
  });
  let { version } = await ask<Written>('PUT', `/missions/${mission.id}/outline`, {
    version: mission.version,
    lessons: [{ id: null, title: 'First', reading: ['Read this.'], i18n: {}, questions: [] }],
  });
  const { lessons } = await ask<MissionDraft>('GET', `/missions/${mission.id}/draft`);
  const added = await ask<Written>('POST', `/missions/${mission.id}/questions`, {
    version,
    lessonId: lessons[0]!.id,
    question: question(first),
  });
  const { id: groupId } = await ask<{ id: string }>('POST', '/classes', { name: '4b' });
  const homework = await ask<SessionSummary>('POST', '/homework', {
    missionId: mission.id,
    groupId,
    closesAt: new Date(Date.now() + 59 * day).toISOString(),
    settings: {},
  });
  const written = await ask<MissionDraft>('GET', `/missions/${mission.id}/draft`);
  version = added.version;
  await ask('PUT', `/missions/${mission.id}/questions/${written.lessons[0]!.questions[0]!.id}`, {
    version,
    question: question(second),
  });

  const sweepIn = (days: number) => sweepMedia(server.app.db, storage, new Date(Date.now() + days * day));
  await sweepIn(0);
  await sweepIn(40);
  expect((await open(first)).status).toBe(200);
  expect((await call(server, `/media/${first}`, { method: 'DELETE', token })).body.code).toBe('media/in-use');

  await jobs.query('DELETE FROM live_sessions WHERE id = $1', [homework.id]);
  await sweepIn(40);
  await sweepIn(71);
  expect((await open(first)).status).toBe(404);
  expect((await open(second)).status).toBe(200);
});
