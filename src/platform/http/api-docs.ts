import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';
import { named } from './request-log.ts';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tutti API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="docs/favicon-32x32.png">
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</html>
`;

/** The content security policy allows no inline script, hence a file of its own. */
const start = `SwaggerUIBundle({ url: 'v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** `/api/docs` and `/api/v1/openapi.json`. The document is made when the first one asks: most starts are waited for. */
export function serveApiDocs(describe: () => object): Router {
  let json: string | undefined;
  const router = Router({ strict: true });
  router.get('/v1/openapi.json', named('/api/v1/openapi.json'), (_request, response) => {
    json ??= JSON.stringify(describe());
    response.type('application/json').send(json);
  });
  router.use('/docs', named('/api/docs'));
  router.get('/docs', (_request, response) => void response.type('html').send(page));
  router.get('/docs/', (_request, response) => response.redirect('../docs'));
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(start));
  router.use('/docs', express.static(assets, { index: false, maxAge: '1d' }));
  return router;
}
