import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';

export interface MonthHead {
  /** First day of the month. */
  month: string;
  entries: number;
  /** Hex; of the last entry. */
  hash: string;
}

export interface Verdict {
  months: MonthHead[];
  /** Sentences; none when the log is whole. */
  faults: string[];
}

export const headsFile = (dataDir: string): string => join(dataDir, 'audit-heads.log');

const batch = 5_000;

interface Link {
  seq: string;
  audit_id: string;
  hash: Buffer;
  text: string | null;
}

/**
 * Computes every hash anew, from the rows themselves, and compares: finds what was changed, taken out, put in or reordered.
 * `noted`: heads of the months as they were written down outside the database, which show that an end was cut off.
 */
export async function verifyAudit(jobs: pg.Pool, noted: readonly MonthHead[]): Promise<Verdict> {
  const faults: string[] = [];
  const { rows: months } = await jobs.query<{ month: string }>(
    'SELECT DISTINCT month::text FROM audit_chain ORDER BY month',
  );
  const heads: MonthHead[] = [];
  for (const { month } of months) {
    const seen = noted.filter((head) => head.month === month);
    heads.push(await verifyMonth(jobs, month, seen, faults));
  }
  const { rows: loose } = await jobs.query<{ id: string }>(
    `SELECT a.id::text FROM audit_logs a WHERE NOT EXISTS (
       SELECT 1 FROM audit_chain c WHERE c.audit_id = a.id AND c.month = date_trunc('month', a.created_at AT TIME ZONE 'UTC')::date) ORDER BY a.id LIMIT 20`,
  );
  for (const { id } of loose) faults.push(`entry ${id} stands in no chain: it was put in afterwards`);
  const kept = new Set(heads.map(({ month }) => month));
  const oldest = heads[0]?.month;
  for (const { month } of noted) {
    // months before the oldest one have expired and were dropped as a whole
    if (oldest === undefined || (!kept.has(month) && month > oldest))
      faults.push(`${month} is gone as a whole`);
  }
  return { months: heads, faults: [...new Set(faults)] };
}

async function verifyMonth(
  jobs: pg.Pool,
  month: string,
  noted: readonly MonthHead[],
  faults: string[],
): Promise<MonthHead> {
  let previous: Buffer = Buffer.alloc(0);
  let expected = 0;
  const hashAt = new Map<number, string>();
  const wanted = new Set(noted.map(({ entries }) => entries));
  for (;;) {
    const { rows } = await jobs.query<Link>(readLinks, [month, expected, batch]);
    for (const { seq, audit_id, hash, text } of rows) {
      expected += 1;
      const at = `${month}, entry ${expected} (${audit_id})`;
      if (Number(seq) !== expected) {
        faults.push(`${at}: the chain has a gap before it`);
        expected = Number(seq);
      }
      if (text === null) faults.push(`${at}: the row is gone`);
      else if (!createHash('sha256').update(previous).update(text).digest().equals(hash))
        faults.push(`${at}: the row or its place was changed`);
      previous = hash;
      if (wanted.has(expected)) hashAt.set(expected, hash.toString('hex'));
    }
    if (rows.length < batch) break;
  }
  for (const { entries, hash } of noted) {
    if (entries > expected)
      faults.push(`${month}: the end was cut off: ${entries} entries were noted, ${expected} are left`);
    else if (hashAt.get(entries) !== hash)
      faults.push(`${month}, entry ${entries}: the chain is another one than was noted`);
  }
  return { month, entries: expected, hash: previous.toString('hex') };
}

const readLinks = `
  SELECT c.seq::text, c.audit_id::text, c.hash, CASE WHEN a.id IS NOT NULL THEN audit_text(a) END AS text
  FROM audit_chain c LEFT JOIN audit_logs a ON a.id = c.audit_id AND a.created_at = c.audit_at
  WHERE c.month = $1 AND c.seq > $2 ORDER BY c.seq LIMIT $3`;

export async function readHeads(jobs: pg.Pool): Promise<MonthHead[]> {
  const { rows } = await jobs.query<{ month: string; entries: number; hash: Buffer }>(
    `SELECT DISTINCT ON (month) month::text, seq::integer AS entries, hash FROM audit_chain ORDER BY month, seq DESC`,
  );
  return rows.map(({ month, entries, hash }) => ({ month, entries, hash: hash.toString('hex') }));
}

const head = z.strictObject({
  month: z.iso.date(),
  entries: z.number().int(),
  hash: z.string().regex(/^[\da-f]{64}$/),
});

/** What `noteHeads` wrote; a line that a crash cut off is passed over. */
export async function readNotedHeads(file: string): Promise<MonthHead[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [head.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Writes down, outside the database, how far each month's chain has come. */
export async function noteHeads(jobs: pg.Pool, file: string): Promise<void> {
  const known = new Set((await readNotedHeads(file)).map((one) => JSON.stringify(one)));
  const lines = (await readHeads(jobs)).map((one) => JSON.stringify(one)).filter((line) => !known.has(line));
  if (lines.length > 0) await appendFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}
