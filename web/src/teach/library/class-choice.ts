import { recall, remember } from '../../shared/memory.ts';

const key = 'class-of-game';

/** The class that the next game is for: chosen on its page, or the last time. */
export const classToPlayFor = (): string => recall(key) ?? '';

/** Empty: for nobody in particular. */
export const playFor = (classId: string): void => remember(key, classId || null);
