import { randomInt } from 'node:crypto';

/** Nothing that is mistaken for something else: no I, O, 0, 1. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 30 bits; guesses are limited besides. */
export const newClassCode = (): string =>
  Array.from({ length: 6 }, () => signs[randomInt(signs.length)]).join('');
