import { type Request, type RequestHandler, Router } from 'express';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import { clientNetwork } from '../../../platform/http/client-address.ts';
import type { Limits } from '../../../platform/http/rate-limit.ts';
import { named } from '../../../platform/http/request-log.ts';
import { uuid } from '../../../wire/common.ts';

const cachedSeconds = 86_400;
/** Pictures that stand in memory, of 20 kB at most, and for how long: one that is drawn anew is seen by then. */
const most = 300;
const rememberedMs = 60_000;
/** Pictures a minute that one address may ask the database for; a class comes through one. */
const asked = { times: 300, seconds: 60 };

interface Dependencies {
  db: Pick<Database, 'jobs'>;
  limits: Pick<Limits, 'limiter'>;
}

/**
 * `GET /avatars/<id>`, for whoever holds the id: on a projector and on phones of guests avatars stand beside names, and pictures carry no
 * sign-in. What is sent can run nothing, whatever is in it. What many ask for comes from memory; whoever asks for much else is refused
 * with `request/too-many`.
 */
export function serveAvatars(dependencies: Dependencies): Router {
  const router = Router();
  router.get('/avatars/:id', named('/avatars/:id'), send(dependencies));
  return router;
}

function send({ db: { jobs }, limits }: Dependencies): RequestHandler<{ id: string }> {
  const perAddress = limits.limiter('avatars', asked);
  /** The one that was read last is the last. */
  const remembered = new Map<string, { picture: string; until: number }>();
  const pictureOf = async (id: string, request: Request): Promise<string> => {
    const known = remembered.get(id);
    if (known && known.until > performance.now()) return known.picture;
    await perAddress.take(clientNetwork(request));
    const { rows } = await jobs.query<{ picture: string }>({
      name: 'avatar-picture',
      text: 'SELECT picture FROM avatars WHERE id = $1',
      values: [id],
    });
    remembered.delete(id);
    if (!rows[0]) throw new AppError('avatar/not-found');
    remembered.set(id, { picture: rows[0].picture, until: performance.now() + rememberedMs });
    if (remembered.size > most) remembered.delete(remembered.keys().next().value!);
    return rows[0].picture;
  };
  return async (request, response) => {
    const id = uuid.safeParse(request.params.id);
    if (!id.success) throw new AppError('avatar/not-found');
    const picture = await pictureOf(id.data, request as Request);
    response.set({
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': `public, max-age=${cachedSeconds}`,
    });
    response.send(picture);
  };
}
