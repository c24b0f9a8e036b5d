import type { Readable } from 'node:stream';
import type { CookieOptions } from 'express';
import { z } from 'zod';
import type { ConsentScope } from '../../wire/consent.ts';
import type { Policy, SignedInCaller } from './caller.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `anyone`: no token is asked for. `signed-in`: any account. A policy: an account that it accepts. */
export type Auth = 'anyone' | 'signed-in' | Policy;

/** A file instead of JSON; the handler gives a `FileContent`. */
export interface FileResponse {
  file: string;
}
export interface FileContent {
  filename: string;
  content: string | Buffer;
}
export const file = (contentType: string): FileResponse => ({ file: contentType });

/** For addresses that a browser opens as a page: the handler says where it goes on. */
export const redirect = { redirect: true } as const;
export type RedirectResponse = typeof redirect;
export interface Redirect {
  /** A path of our own, or the whole address of a provider that the configuration names. */
  location: string;
}

export interface Reply {
  header(name: string, value: string): void;
  cookie(name: string, value: string, options: CookieOptions): void;
  clearCookie(name: string, options: CookieOptions): void;
}

interface Incoming {
  requestId: string;
  /** Where the client is, as `clientNetwork` tells it; for limits only, never for logs. */
  address: string;
  /** `http://192.168.1.20:2567`: what links to us begin with, for whom we answer. */
  baseUrl: string;
  userAgent: string | undefined;
  bearerToken: string | undefined;
  cookies: Readonly<Record<string, string | undefined>>;
  /** The body as it comes in; for lines with `stream` alone. Whoever takes it counts its bytes. */
  content: Readable;
  /** Set on routes with `idempotent: true` when the client sent one. */
  idempotencyKey: string | undefined;
  reply: Reply;
}

type Parsed<S> = S extends z.core.$ZodType ? z.output<S> : Record<never, never>;
type Outgoing<R> = R extends z.core.$ZodType
  ? z.output<R>
  : R extends FileResponse
    ? FileContent
    : R extends RedirectResponse
      ? Redirect
      : unknown;

export interface RouteContext<A, P, Q, B> extends Incoming {
  caller: A extends 'anyone' ? null : SignedInCaller;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: B extends z.core.$ZodType ? z.output<B> : undefined;
}

export interface RouteLimit {
  times: number;
  seconds: number;
}

interface RouteLine<A, P, Q, B, R> {
  method: Method;
  /** Below `/api/v1`, in Express's way: `/missions/:id`. */
  path: string;
  summary: string;
  tag: string;
  auth: A;
  /**
   * [CON-2] What a child's guardians must have consented to. By default whatever writes wants `account` and whatever reads
   * wants nothing; `none` is for what a child may do while it waits (signing out, asking again).
   */
  consent?: ConsentScope | 'none';
  /** [AUT-6] `later`: also for an account that must have a second factor and has none yet; default: refused. */
  secondFactor?: 'later';
  params?: P;
  query?: Q;
  body?: B;
  /** How large the body may be, where 256 KB are too little. */
  jsonBytes?: number;
  /** The body is a file: it is not read before the handler does, and of any type. */
  stream?: true;
  /** `null`: nothing comes back (204). */
  response: R;
  /** The reply can be of many megabytes: it is written piece by piece, so that nobody waits for it. */
  large?: true;
  /** When it is not 200 (or 204 for `null`). */
  status?: number;
  /** Counted per signed-in person, else per address, on top of the general limit. */
  limit?: RouteLimit;
  /** Takes an `Idempotency-Key` header. */
  idempotent?: boolean;
  handler(context: RouteContext<A, P, Q, B>): Promise<Outgoing<R>>;
}

type AnySchema = z.core.$ZodType | undefined;

/** One endpoint with everything that validation, authorization and the OpenAPI document need of it. */
export interface Route
  extends Omit<
    RouteLine<
      Auth,
      AnySchema,
      AnySchema,
      AnySchema,
      z.core.$ZodType | FileResponse | RedirectResponse | null
    >,
    'handler'
  > {
  params: z.core.$ZodType;
  query: z.core.$ZodType;
  handler(context: RouteContext<Auth, z.core.$ZodType, z.core.$ZodType, AnySchema>): Promise<unknown>;
}

/** [CON-2] What a route asks of a child's guardians, where its line does not say. */
export const consentFor = ({ consent, method }: Pick<Route, 'consent' | 'method'>): ConsentScope | 'none' =>
  consent ?? (method === 'get' ? 'none' : 'account');

const nothing = z.strictObject({});

export function route<
  const A extends Auth,
  R extends z.core.$ZodType | FileResponse | RedirectResponse | null,
  P extends z.core.$ZodType | undefined = undefined,
  Q extends z.core.$ZodType | undefined = undefined,
  B extends z.core.$ZodType | undefined = undefined,
>(line: RouteLine<A, P, Q, B, R>): Route {
  return { ...line, params: line.params ?? nothing, query: line.query ?? nothing } as unknown as Route;
}
