import type { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problem } from '../../wire/common.ts';
import type { ConsentScope } from '../../wire/consent.ts';
import { errorCodes } from '../../wire/error-codes.ts';
import type { Policy } from './caller.ts';
import { consentFor, type Route } from './route.ts';

const problemSchema = problem.meta({
  id: 'Problem',
  description: `RFC 9457. Codes: ${Object.keys(errorCodes).join(', ')}.`,
});
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key again gives what the first request made, and makes nothing new.',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
} as const;

export interface Access {
  needs: 'nothing' | 'a sign-in' | Policy['needs'];
  /** [CON-2] What a child's guardians must have consented to. */
  consent?: ConsentScope | 'none';
  /** [AUT-6] Of accounts that must have one. `later`: it may be missing here. */
  secondFactor?: 'needed' | 'later';
}

/** OpenAPI 3.1, made from the very schemas that check requests and replies. */
export function describeApi(routes: readonly Route[], { version, base }: { version: string; base: string }) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describe(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tutti',
      version,
      description:
        'Live classes, checked by the server. Games themselves run over WebSockets; here are their seats, their reports and everything around them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: base }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function describe(route: Route): ZodOpenApiOperationObject {
  return {
    operationId: `${route.method}${route.path.replace(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    tags: [route.tag],
    security: route.auth === 'anyone' ? [] : [{ accessToken: [] }],
    'x-access': accessTo(route),
    requestParams: { path: route.params as z.ZodObject, query: route.query as z.ZodObject },
    ...(route.idempotent && { parameters: [idempotencyKey] }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
    }),
    ...(route.stream && {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
      },
    }),
    responses: {
      ...success(route),
      default: { description: 'Refused', content: { 'application/problem+json': { schema: problemSchema } } },
    },
  };
}

/** Who may call it, in words: no standard field of OpenAPI says that. */
function accessTo(route: Route): Access {
  const { auth, secondFactor = 'needed' } = route;
  if (auth === 'anyone') return { needs: 'nothing' };
  const needs = auth === 'signed-in' ? 'a sign-in' : auth.needs;
  return { needs, consent: consentFor(route), secondFactor };
}

function success({ response, status }: Route): ZodOpenApiOperationObject['responses'] {
  if (response === null) return { [`${status ?? 204}`]: { description: 'Done' } };
  if ('redirect' in response) return { [`${status ?? 303}`]: { description: 'The browser goes on there' } };
  const content =
    'file' in response
      ? { [response.file]: { schema: { type: 'string' as const } } }
      : { 'application/json': { schema: response } };
  return { [`${status ?? 200}`]: { description: 'Done', content } };
}
