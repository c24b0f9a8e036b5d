import { createHash } from 'node:crypto';
import { type Request, type RequestHandler, Router } from 'express';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import { clientNetwork } from '../../../platform/http/client-address.ts';
import type { Limits } from '../../../platform/http/rate-limit.ts';
import { named } from '../../../platform/http/request-log.ts';
import { uuid } from '../../../wire/common.ts';

/** A day without asking, and for a week more the old one may be shown while it is asked whether there is another. */
const cacheControl = 'public, max-age=86400, stale-while-revalidate=604800';
/** Pictures that stand in memory, of 20 kB at most, and for how long: one that is drawn anew is seen by then. */
const most = 300;
const rememberedMs = 60_000;
/** How old the list of all ids may be before one that is not on it is looked for again. */
const listedMs = 5_000;
/** Pictures a minute that are read from the database for one address: a school has some dozens, and all of it may come through one. */
const readings = { times: 300, seconds: 60 };

interface Dependencies {
  db: Pick<Database, 'jobs'>;
  limits: Pick<Limits, 'limiter'>;
}
interface Picture {
  picture: string;
  etag: string;
  until: number;
}

/**
 * `GET /avatars/<id>`, for whoever holds the id: on a projector and on phones of guests avatars stand beside names, and pictures carry no
 * sign-in. What is sent can run nothing, whatever is in it. What counts against an address is what is read for it: neither what comes
 * from memory, nor waiting for what somebody else has just asked for, nor an id that there is not.
 */
export function serveAvatars(dependencies: Dependencies): Router {
  const router = Router();
  router.get('/avatars/:id', named('/avatars/:id'), send(dependencies));
  return router;
}

function send({ db: { jobs }, limits }: Dependencies): RequestHandler<{ id: string }> {
  const perAddress = limits.limiter('avatars', readings);
  const isListed = createList(async () => {
    const { rows } = await jobs.query<{ id: string }>({ name: 'avatar-ids', text: 'SELECT id FROM avatars' });
    return new Set(rows.map(({ id }) => id));
  });
  /** The one that was read last is the last. */
  const remembered = new Map<string, Picture>();
  const forAddress = together<Picture>();
  const forAll = together<Picture>();

  const readOne = async (id: string): Promise<Picture> => {
    const { rows } = await jobs.query<{ picture: string }>({
      name: 'avatar-picture',
      text: 'SELECT picture FROM avatars WHERE id = $1',
      values: [id],
    });
    remembered.delete(id);
    if (!rows[0]) throw notFound();
    const { picture } = rows[0];
    const etag = `"${createHash('sha256').update(picture).digest('base64url').slice(0, 22)}"`;
    const kept = { picture, etag, until: performance.now() + rememberedMs };
    remembered.set(id, kept);
    if (remembered.size > most) remembered.delete(remembered.keys().next().value!);
    return kept;
  };
  const pictureOf = async (id: string, request: Request): Promise<Picture> => {
    const known = remembered.get(id);
    if (known && known.until > performance.now()) return known;
    if (!(await isListed(id))) throw notFound();
    const network = clientNetwork(request);
    // nobody is refused for what another address has had too much of
    return forAddress(`${network} ${id}`, async () => {
      await perAddress.take(network);
      return forAll(id, () => readOne(id));
    });
  };

  return async (request, response) => {
    const id = uuid.safeParse(request.params.id);
    if (!id.success) throw notFound();
    const { picture, etag } = await pictureOf(id.data.toLowerCase(), request as Request);
    response.set({
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': cacheControl,
      ETag: etag,
    });
    response.send(picture);
  };
}

/** Does under each key one work at a time; whoever comes meanwhile gets what it gives. */
function together<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const onTheWay = new Map<string, Promise<T>>();
  return (key, work) => {
    const begun = onTheWay.get(key) ?? work().finally(() => onTheWay.delete(key));
    onTheWay.set(key, begun);
    return begun;
  };
}

/** Whether an id is on a list that is read anew, by one for all, when one is asked for that is not on it. */
function createList(readAll: () => Promise<ReadonlySet<string>>): (id: string) => Promise<boolean> {
  let list: ReadonlySet<string> = new Set();
  let readAt = Number.NEGATIVE_INFINITY;
  const reading = together<void>();
  return async (id) => {
    if (list.has(id)) return true;
    if (performance.now() - readAt < listedMs) return false;
    await reading('', async () => {
      list = await readAll();
      readAt = performance.now();
    });
    return list.has(id);
  };
}

const notFound = () => new AppError('avatar/not-found');
