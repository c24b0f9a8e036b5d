import type { TuttiErrorCode } from '@tutti/client';

/** Refusals that send back to the PIN: another name would not help. */
export const pinProblems: readonly TuttiErrorCode[] = ['join/no-such-pin', 'session/ended', 'join/kicked'];

/** Refusals after which the shapes of the big screen are asked for, again or at all. */
export const isAboutShapes = (code: TuttiErrorCode): boolean => code.startsWith('join/second-factor-');
