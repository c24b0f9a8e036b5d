import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase } from './clone-database.ts';

export type { TestDatabase } from './clone-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { ownerUrl: string; appUrl: string; jobsUrl: string; template: string; seeded: string };
  }
}

/** A database for one test file, made in a moment: migrated, with the starter content too, or with nothing in it yet. */
export function createTestDatabase(
  from: 'template' | 'seeded' | 'nothing' = 'template',
): Promise<TestDatabase> {
  const { ownerUrl, appUrl, jobsUrl, ...templates } = inject('postgres');
  return cloneDatabase({ ownerUrl, appUrl, jobsUrl }, from === 'nothing' ? 'template0' : templates[from]);
}
