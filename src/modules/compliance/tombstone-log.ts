import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const eraseReasons = [
  'guardian',
  'own_wish',
  'no_consent',
  'card_expired',
  'administrator',
  'retention',
] as const;
export type EraseReason = (typeof eraseReasons)[number];

export interface Tombstone {
  userId: string;
  erasedAt: string;
  reason: EraseReason;
}

export interface TombstoneLog {
  read(): Promise<Tombstone[]>;
  append(tombstones: readonly Tombstone[]): Promise<void>;
}

const entry = z.strictObject({ userId: z.uuid(), erasedAt: z.iso.datetime(), reason: z.enum(eraseReasons) });

export const tombstoneFile = (dataDir: string): string => join(dataDir, 'tombstones.log');

/**
 * Who was erased, outside the database: a backup of an earlier day knows nothing of it. One line a person, an id and
 * no name. A last line that a crash cut off is passed over; it stands in the table and is written again.
 */
export function openTombstoneLog(file: string): TombstoneLog {
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').flatMap((line) => {
        const parsed = entry.safeParse(jsonOf(line));
        return parsed.success ? [parsed.data] : [];
      });
    },
    async append(tombstones) {
      if (tombstones.length === 0) return;
      const lines = tombstones.map((one) => `\n${JSON.stringify(one)}`);
      await appendFile(file, `${lines.join('')}\n`, { mode: 0o600 });
    },
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
