import { type ErrorCode, errorCodes } from '../../wire/error-codes.ts';

export interface InputFault {
  path: string;
  message: string;
}

export interface AppErrorOptions extends ErrorOptions {
  /** Where the input was wrong. */
  errors?: InputFault[];
  retryAfterSeconds?: number;
  /** With `auth/second-factor-required`: goes back with the code. */
  challenge?: string;
}

/** The one way to refuse. Services throw it; each edge turns it into its own shape once. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: InputFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly challenge: string | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    { errors, retryAfterSeconds, challenge, ...options }: AppErrorOptions = {},
  ) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.code = code;
    this.status = errorCodes[code];
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.challenge = challenge;
  }
}
