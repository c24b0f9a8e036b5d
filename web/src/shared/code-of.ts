import { TuttiError, type TuttiErrorCode } from '@tutti/client';

/** The code of whatever was thrown; what is no refusal is a fault of the page and belongs into the console. */
export function codeOf(error: unknown): TuttiErrorCode {
  if (error instanceof TuttiError) return error.code;
  console.error(error);
  return 'server/internal';
}
