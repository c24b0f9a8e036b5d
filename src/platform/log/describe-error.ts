export interface DescribedError {
  type: string;
  code?: string;
  constraint?: string;
  message?: string;
  stack?: string;
  cause?: DescribedError | string;
}

/**
 * What may be logged of an error. The database repeats values of rows in its messages ("Key (email)=(…) already
 * exists"), so of its errors only type, code and constraint are kept, and the places in our code.
 */
export function describeError(error: unknown, depth = 0): DescribedError | string {
  if (!(error instanceof Error)) return typeof error;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const places = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(!isFromDatabase(error) && { message: error.message }),
    ...(places && { stack: places.join('\n') }),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

function isFromDatabase(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return (
    'sqlState' in error || 'severity' in error || (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
  );
}
