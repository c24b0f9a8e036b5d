import type { TuttiErrorCode } from '@tutti/client';

/** Refusals that send back to the PIN: another name would not help. */
export const pinProblems: readonly TuttiErrorCode[] = ['join/no-such-pin', 'session/ended', 'join/kicked'];
