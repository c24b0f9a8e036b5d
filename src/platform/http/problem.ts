import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import type { Problem } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import { isDatabaseAway } from '../database/database-away.ts';
import type { Log } from '../log/log.ts';
import { AppError } from './app-error.ts';

/** RFC 9457. */
export function presentProblem(error: AppError, requestId: string): Problem {
  return {
    type: `urn:tutti:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    requestId,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.errors && { errors: error.errors }),
    ...(error.retryAfterSeconds !== undefined && { retryAfter: error.retryAfterSeconds }),
    ...(error.challenge !== undefined && { challenge: error.challenge }),
  };
}

/** The last handler: whatever was thrown leaves as `problem+json`, and nothing of an unknown error leaves at all. */
export function sendProblems(log: Log): ErrorRequestHandler {
  return (thrown, _request, response, next) => {
    const { requestId } = response.locals;
    const error = toAppError(thrown);
    response.locals.code = error.code;
    if (error.code === 'server/internal') log.error({ requestId, err: thrown }, 'unexpected error');
    else if (error !== thrown && error.status >= 500)
      log.warn({ requestId, err: thrown }, 'the database was away');
    if (response.headersSent) return next(thrown);
    if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds));
    if (error.status === 401) response.set('WWW-Authenticate', 'Bearer');
    response.set('Cache-Control', 'no-store');
    response
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(presentProblem(error, requestId)));
  };
}

/** What Express and its body parser throw, by their own names. */
const foreignCodes: Record<string, [ErrorCode, string]> = {
  'entity.parse.failed': ['request/not-json', 'The body is no JSON that is taken here.'],
  'encoding.unsupported': ['request/not-json', 'This content encoding is not known here.'],
  'charset.unsupported': ['request/not-json', 'JSON is written in UTF-8.'],
  'entity.too.large': ['request/too-large', 'The body is too large.'],
  'request.aborted': ['request/invalid', 'The request broke off.'],
  'request.size.invalid': ['request/invalid', 'The body is not as long as announced.'],
};

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number };
  const known = type === undefined ? undefined : foreignCodes[type];
  if (known) return new AppError(known[0], known[1]);
  if (isDatabaseAway(thrown)) {
    return new AppError('server/not-ready', 'The database does not answer at the moment. Try again soon.', {
      retryAfterSeconds: 2,
      cause: thrown,
    });
  }
  if (status === 404) return new AppError('request/not-found');
  if (status !== undefined && status >= 400 && status < 500) return new AppError('request/invalid');
  return new AppError('server/internal');
}
