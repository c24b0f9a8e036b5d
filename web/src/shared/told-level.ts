import { recall, remember } from './memory.ts';

const keyOf = (userId: string) => `level.${userId}`;

/** The level that this browser told the learner of last; null: none yet. */
export const toldLevel = (userId: string): number | null => Number(recall(keyOf(userId))) || null;
export const tellLevel = (userId: string, level: number): void => remember(keyOf(userId), String(level));

/** Whether it is news; who is met for the first time is congratulated on nothing. */
export const isRisen = (told: number | null, level: number): boolean => told !== null && level > told;
