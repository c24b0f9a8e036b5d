import { type RequestHandler, Router } from 'express';
import { AppError } from '../../platform/http/app-error.ts';
import { named } from '../../platform/http/request-log.ts';
import { mediaId } from '../../wire/media-ref.ts';
import type { MediaService } from './media.service.ts';

const year = 31_536_000_000;

/**
 * `GET /media/<id>`, for whoever holds the id: guests of a class have no account, and pictures carry no sign-in. Ranges are
 * served, so that a recording can be wound. What is sent can run nothing, whatever is in it.
 */
export function serveMedia(media: Pick<MediaService, 'find'>): Router {
  const router = Router();
  router.get('/media/:id', named('/media/:id'), send(media));
  return router;
}

function send(media: Pick<MediaService, 'find'>): RequestHandler<{ id: string }> {
  return async (request, response, next) => {
    const id = mediaId.safeParse(request.params.id);
    const found = id.success ? await media.find(id.data) : null;
    if (!found) throw notFound();
    response.set({
      'Content-Type': found.mimeType,
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    response.sendFile(found.path, { immutable: true, maxAge: year, lastModified: false }, (error) => {
      if (!error || response.headersSent) return;
      const { status } = error as { status?: number };
      response.removeHeader('Content-Type');
      response.removeHeader('Content-Disposition');
      if (status === 416) response.status(416).end();
      else next(status === 404 ? notFound() : error);
    });
  };
}

const notFound = () => new AppError('media/not-found', 'There is no such file here.');
