import type { Problem } from '../../src/wire/common.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';

/** What can go wrong on this side of the wire, next to the server's own codes. */
export type LocalCode =
  /** No reply: no network, a wrong address, a server that is away. */
  | 'network/unreachable'
  /** A reply that does not come from a Tutti server, e.g. the sign-in page of a hotel's network. */
  | 'network/unexpected-reply'
  /** You left the class yourself. */
  | 'challenge/left'
  /** The same player or host came in from another tab or device; the newer one wins. */
  | 'challenge/replaced';
export type TuttiErrorCode = ErrorCode | LocalCode;

/** Every refusal, from REST or from a class. Branch on `code`: it is stable; `message` is for logs. */
export class TuttiError extends Error {
  override readonly name = 'TuttiError';
  readonly code: TuttiErrorCode;
  /** The HTTP status, or 0 where there was none. */
  readonly status: number;
  /** Seconds after which a new try makes sense. */
  readonly retryAfter: number | null;
  /** Where the input was wrong, field by field. */
  readonly errors: NonNullable<Problem['errors']>;
  /** With `auth/second-factor-required`: goes back with the code. */
  readonly challenge: string | null;

  constructor(
    code: TuttiErrorCode,
    message: string = code,
    more: {
      status?: number;
      retryAfter?: number | null;
      errors?: Problem['errors'];
      challenge?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.status = more.status ?? 0;
    this.retryAfter = more.retryAfter ?? null;
    this.errors = more.errors ?? [];
    this.challenge = more.challenge ?? null;
  }
}
