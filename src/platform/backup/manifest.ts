import { z } from 'zod';
import { describedTable } from './described.ts';

/** The first entry of a backup: what is in it, and what wrote it. */
export const manifest = z.object({
  format: z.literal(1),
  /** Of Tutti. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  /** PostgreSQL's. */
  server: z.number().int(),
  /** Those that had run, in their order. */
  migrations: z.array(z.string()).min(1),
  /** null: the database had no queue of jobs. */
  jobsVersion: z.number().int().nullable(),
  tables: z.array(describedTable),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The version of the pg_dump that wrote it; null: rows, table by table, which any Tutti restores. */
  pgDump: z.number().int().nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/** The last entry: without it the backup is half. */
export const summary = z.object({
  rows: z.record(z.string(), z.number().int()),
  files: z.number().int(),
});
export type Summary = z.infer<typeof summary>;

export const entries = {
  manifest: 'manifest.json',
  rows: 'rows',
  pgDump: 'pg_dump',
  media: 'media',
  summary: 'summary.json',
} as const;
