import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseCookie as parseCookies } from 'cookie';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { linkBase } from './addresses.ts';
import { AppError } from './app-error.ts';
import { type Authenticate, hasConsent, type SignedInCaller } from './caller.ts';
import { clientNetwork } from './client-address.ts';
import { jsonInPieces } from './json-in-pieces.ts';
import type { Limits } from './rate-limit.ts';
import { named } from './request-log.ts';
import { consentFor, type FileContent, type Redirect, type Reply, type Route } from './route.ts';

export interface MountOptions {
  authenticate: Authenticate;
  limits: Limits;
  jsonBytes: number;
  /** Where people reach us from outside, when that is known. */
  publicUrl?: string | undefined;
  /** Everywhere but in production: a reply that does not fit its schema is an error of ours. */
  checkResponses: boolean;
}

/**
 * limiter → authenticate → authorize → validate → handler → reply, the same for every route. They lie in a router for each
 * first part of a path: Express tries patterns one after another, and there are hundreds.
 */
export function mountRoutes(routes: readonly Route[], base: string, options: MountOptions): RequestHandler {
  const routers = new Map<string, Router>();
  for (const route of routes) {
    const first = firstPart(route.path);
    const router = routers.get(first) ?? Router();
    routers.set(first, router);
    const limit = route.jsonBytes ?? options.jsonBytes;
    const body = route.body ? [requireJson, readJson(limit)] : route.stream ? [endRefusedBodies] : [];
    router[route.method](
      route.path,
      named(base + route.path),
      identify(route, options),
      ...body,
      answer(route, options),
    );
  }
  return (request, response, next) => {
    const router = routers.get(firstPart(request.path.toLowerCase()));
    if (router) router(request, response, next);
    else next();
  };
}

const firstPart = (path: string): string => path.split('/', 2)[1]!;

declare global {
  namespace Express {
    interface Locals {
      caller?: SignedInCaller | null;
    }
  }
}

function identify(route: Route, { authenticate, limits }: MountOptions): RequestHandler {
  const limiter = route.limit && limits.limiter(`${route.method} ${route.path}`, route.limit);
  return async (request, response, next) => {
    const caller = route.auth === 'anyone' ? null : await authenticate(requiredToken(request));
    await limiter?.take(caller?.userId ?? clientNetwork(request));
    if (caller) authorize(route, caller);
    response.locals.caller = caller;
    next();
  };
}

function authorize(route: Route, caller: SignedInCaller): void {
  const { auth, secondFactor } = route;
  if (caller.lacksSecondFactor && secondFactor !== 'later')
    throw new AppError('auth/second-factor-missing', 'Your account needs a second factor first.');
  if (typeof auth === 'function' && !auth(caller))
    throw new AppError('auth/forbidden', 'Your account may not do this.');
  const scope = consentFor(route);
  if (scope !== 'none' && !hasConsent(caller, scope))
    throw new AppError('consent/required', 'A grown-up has to agree to this first.');
}

function answer(route: Route, { checkResponses, publicUrl }: MountOptions): RequestHandler {
  return async (request, response) => {
    const { caller = null, requestId } = response.locals;
    const result = await route.handler({
      caller: caller as SignedInCaller,
      params: validate(route.params, request.params),
      query: validate(route.query, request.query),
      body: route.body && validate(route.body, request.body ?? {}),
      requestId,
      address: clientNetwork(request),
      get baseUrl() {
        const { protocol, host, socket } = request;
        const { localAddress, localPort } = socket;
        return linkBase({ protocol, host, localAddress, localPort }, publicUrl);
      },
      userAgent: request.get('user-agent')?.slice(0, 200),
      bearerToken: bearerToken(request),
      content: request,
      cookies: parseCookies(request.headers.cookie ?? ''),
      idempotencyKey: route.idempotent ? idempotencyKey(request) : undefined,
      reply: replyOf(response),
    });
    await send(route, result, response, checkResponses);
  };
}

async function send(
  { response: schema, status, summary, large }: Route,
  result: unknown,
  response: Response,
  check: boolean,
): Promise<void> {
  response.set('Cache-Control', 'no-store');
  if (schema === null) {
    response.status(status ?? 204).end();
  } else if ('redirect' in schema) {
    response.redirect(status ?? 303, (result as Redirect).location);
  } else if ('file' in schema) {
    const { filename, content } = result as FileContent;
    response.attachment(filename).type(schema.file).send(content);
  } else {
    const fits = check ? z.safeParse(schema as z.core.$ZodType, result) : undefined;
    if (fits?.error)
      throw new Error(`The reply of "${summary}" does not fit its schema.`, { cause: fits.error });
    response.status(status ?? 200);
    if (large) await sendInPieces(result as object, response);
    else response.json(result);
  }
}

/** Whoever goes away in the middle has what came until then. */
async function sendInPieces(result: object, response: Response): Promise<void> {
  response.type('application/json; charset=utf-8');
  await pipeline(Readable.from(jsonInPieces(result)), response).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function validate(schema: z.core.$ZodType, input: unknown): Record<never, never> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return parsed.data as Record<never, never>;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AppError('request/invalid', 'Something in the request is not as it must be.', { errors });
}

const prototypeKey = '__proto__';

/** [EDG-6] `__proto__` is refused anywhere in a body: schemas do not see it, and whoever copies objects falls for it. */
function readJson(limit: number): RequestHandler {
  const reviver = (key: string, value: unknown): unknown => {
    if (key === prototypeKey) throw new SyntaxError(prototypeKey);
    return value;
  };
  const read = express.json({ limit, strict: true, reviver });
  return (request, response, next) =>
    read(request, response, (thrown?: unknown) => {
      if (!(thrown instanceof SyntaxError) || thrown.message !== prototypeKey) return next(thrown);
      const errors = [{ path: prototypeKey, message: `Unrecognized key: "${prototypeKey}"` }];
      next(new AppError('request/invalid', 'Something in the request is not as it must be.', { errors }));
    });
}

const refusedBodyMs = 10_000;

/** Who is refused while sending still has to hear why: what comes is thrown away, for a while, and then the line is cut. */
const endRefusedBodies: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    setTimeout(() => request.destroy(), refusedBodyMs).unref();
  });
  next();
};

const requireJson: RequestHandler = (request, _response, next) => {
  const empty =
    request.headers['transfer-encoding'] === undefined && !Number(request.headers['content-length'] ?? 0);
  if (!empty && !request.is('application/json')) {
    throw new AppError('request/not-json', 'Send the body as application/json.');
  }
  next();
};

function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(request.get('authorization') ?? '')?.[1];
}

function requiredToken(request: Request): string {
  const token = bearerToken(request);
  if (!token) throw new AppError('auth/required', 'Sign in first.');
  return token;
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{8,128}$/.test(key)) {
    throw new AppError('request/invalid', 'An Idempotency-Key has 8 to 128 visible ASCII characters.');
  }
  return key;
}

function replyOf(response: Response): Reply {
  return {
    header: (name, value) => void response.set(name, value),
    cookie: (name, value, options) => void response.cookie(name, value, options),
    clearCookie: (name, options) => void response.clearCookie(name, options),
  };
}
