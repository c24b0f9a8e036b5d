import { p } from '@mikro-orm/core';
import type { Locale } from '../../wire/common.ts';

/** Translations beside the columns: a text that is missing here is read from its column. */
export type Translations<Texts> = Partial<Record<Locale, Partial<Texts>>>;

export const difficulties = ['easy', 'medium', 'hard'] as const;
export type Difficulty = (typeof difficulties)[number];

export const translations = <Texts>() => p.json<Translations<Texts>>().defaultRaw(`'{}'`);
/** The trigger `set_updated_at` keeps `updatedAt` true, whoever writes. */
export const timestamps = () => ({
  createdAt: p.datetime().defaultRaw('now()'),
  updatedAt: p.datetime().defaultRaw('now()'),
});
