import { createPerson, type NewPerson } from '../../src/modules/identity/person.service.ts';
import type { RoleKey, SignedIn } from '../../src/wire/identity.ts';
import type { BareServer } from './server.ts';

export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface CallOptions {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** `manual`: a redirect is the reply. */
  redirect?: 'follow' | 'manual';
}

/** One REST call; the body of the reply is parsed when it is JSON. */
export async function call<T = Record<string, unknown>>(
  { url }: Pick<BareServer, 'url'>,
  path: string,
  { method = 'GET', token, body, headers = {}, redirect = 'follow' }: CallOptions = {},
): Promise<Reply<T>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    redirect,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as T,
  };
}

export const goodPassword = 'seven-otters-9-in-a-boat';

/** An account of this role, with `goodPassword`; gives its id. */
export async function addPerson(
  { app, orgId }: BareServer,
  person: Partial<NewPerson> & { role: RoleKey },
): Promise<string> {
  const passwordHash = await app.passwords.hash(goodPassword);
  return app.db.asWorker((em) =>
    createPerson(em, {
      orgId,
      displayName: 'Tess',
      locale: 'en',
      passwordHash,
      status: 'active',
      origin: 'invitation',
      ...person,
    }),
  );
}

export async function signIn(
  server: Pick<BareServer, 'url'>,
  login: string,
  password = goodPassword,
): Promise<SignedIn> {
  const reply = await call<SignedIn>(server, '/auth/sign-in', {
    method: 'POST',
    body: { login, password, keep: 'body' },
  });
  if (reply.status !== 200) throw new Error(`sign-in of ${login}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}
