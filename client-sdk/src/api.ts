import type { Problem } from '../../src/wire/common.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';
import { TuttiError } from './errors.ts';
import type { HttpMethod, Query, RequestOptions } from './tutti.types.ts';

/** Long enough for a slow phone network, short enough to tell people that something is wrong. */
const timeoutMs = 20_000;

export interface ApiRequest extends RequestOptions {
  accessToken?: string;
}

/** One request below `/api/v1`; whatever goes wrong becomes a `TuttiError`. */
export async function callApi(
  url: string,
  method: HttpMethod,
  path: string,
  { query, body, idempotencyKey, accessToken }: ApiRequest = {},
): Promise<Response> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  if (accessToken) headers.Authorization = `Bearer ${accessToken}`;
  const response = await reach(`${url}/api/v1${path}${queryString(query)}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

export async function jsonOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (cause) {
    throw new TuttiError('network/unexpected-reply', 'The reply is no JSON.', {
      status: response.status,
      cause,
    });
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new TuttiError('network/unreachable', 'The server does not answer.', { cause });
  }
}

/** RFC 9457. What carries no code of ours comes from something in between. */
async function refusalOf(response: Response): Promise<TuttiError> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const { status } = response;
  const retryAfter = problem?.retryAfter ?? secondsOf(response.headers.get('Retry-After'));
  if (typeof problem?.code !== 'string') {
    return new TuttiError('network/unexpected-reply', `HTTP ${status}`, { status, retryAfter });
  }
  const { code, detail, title, errors, challenge } = problem;
  return new TuttiError(code as ErrorCode, detail ?? title ?? code, {
    status,
    retryAfter,
    errors,
    challenge,
  });
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header);
  return header === null || !Number.isFinite(seconds) || seconds < 0 ? null : seconds;
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length > 0
    ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
    : '';
}
