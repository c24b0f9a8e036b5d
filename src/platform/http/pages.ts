import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { serveCompressed } from './compressed-assets.ts';
import { named } from './request-log.ts';

/** Which built page answers which address; the pages themselves read the rest of the address. */
const pages: Record<string, string[]> = {
  'index.html': ['/', '/j/:pin', '/play', '/group/:run', '/learn/:mission'],
  'desk.html': [
    ...[
      '/sign-in',
      '/sign-up',
      '/setup',
      '/invite',
      '/reset',
      '/verify',
      '/magic',
      '/confirm-email',
      '/card',
      '/co-host',
    ],
    ...['/admin', '/admin/*rest', '/outbox'],
    ...['/account', '/home', '/home/*rest', '/teach', '/teach/*rest'],
    ...[
      '/notice',
      '/consent',
      '/consent/confirm',
      '/consent/form',
      '/guardian',
      '/letters/stop',
      '/family',
      '/family/*rest',
    ],
  ],
  'projector.html': ['/projector', '/projector/*rest'],
};

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tutti</title>
<h1>Tutti is running</h1>
<p>Its pages are not built yet. Stop the server and run <code>npm start</code>: it builds them.</p>
<p>The API is described at <a href="/api/docs">/api/docs</a>.</p>
</html>
`;

const year = 31_536_000_000;

/** The built pages of `folder`. Names of files below `assets/` hold a hash of their content: they never change. */
export function servePages(folder: string): Router {
  const router = Router();
  router.use('/assets', named('/assets'), serveCompressed(join(folder, 'assets')));
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: year, index: false }),
  );
  for (const [page, paths] of Object.entries(pages)) {
    for (const path of paths) router.get(path, named(path), sendPage(join(folder, page)));
  }
  router.use(named('/static'), express.static(folder, { index: false, maxAge: 0 }));
  router.get('/*rest', sendNotFound(join(folder, 'desk.html')));
  return router;
}

function sendPage(file: string): RequestHandler {
  return (_request, response) => {
    response.set('Cache-Control', 'no-cache');
    if (existsSync(file)) response.sendFile(file);
    else response.status(503).type('html').send(notBuilt);
  };
}

/** Somebody who types a wrong address reads a page that says so; programs get the problem, as everywhere. */
function sendNotFound(file: string): RequestHandler {
  return (request, response, next) => {
    if (request.accepts(['application/problem+json', 'html']) !== 'html' || !existsSync(file)) return next();
    response.status(404).set('Cache-Control', 'no-cache').sendFile(file);
  };
}
