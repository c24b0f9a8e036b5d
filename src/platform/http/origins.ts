import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Config } from '../../config.ts';
import { AppError } from './app-error.ts';

export type IsAllowedOrigin = (request: Pick<IncomingMessage, 'headers'>) => boolean;

/**
 * [EDG-1] The one list for REST, room upgrades and Socket.IO. Allowed are our own host, by whatever name or address the
 * client reached it (so phones in the local network may come in), PUBLIC_URL and ALLOWED_ORIGINS. A request without an
 * Origin is no cross-site request of a browser.
 */
export function createOriginCheck({
  publicUrl,
  allowedOrigins,
}: Pick<Config, 'publicUrl' | 'allowedOrigins'>): IsAllowedOrigin {
  const listed = new Set([...allowedOrigins, ...(publicUrl ? [publicUrl] : [])]);
  return ({ headers: { origin, host } }) => {
    if (origin === undefined || listed.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase().replace(/:(80|443)$/, '');
  };
}

/** Refuses foreign origins, and gives a listed one what its browser asks before it lets our replies through. */
export function guardOrigin(isAllowed: IsAllowedOrigin): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin');
    const { origin } = request.headers;
    if (!isAllowed(request))
      throw new AppError('request/foreign-origin', 'This address may not call this server.');
    if (origin !== undefined) {
      response.set('Access-Control-Allow-Origin', origin);
      response.set('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    }
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
      'Access-Control-Max-Age': '600',
    });
    response.status(204).end();
  };
}
