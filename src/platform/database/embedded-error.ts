import { StartError } from '../start-error.ts';

export type EmbeddedPostgresErrorCode =
  | 'database/no-binaries'
  | 'database/no-account'
  | 'database/permission'
  | 'database/disk-full'
  | 'database/corrupt'
  | 'database/version'
  | 'database/locked'
  | 'database/port'
  | 'database/unreachable'
  | 'database/start-failed'
  | 'database/stop-failed';

/** Why the embedded database does not run. */
export class EmbeddedPostgresError extends StartError {
  declare readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}

export interface FailureContext {
  /** The folder the person knows, for the sentence. */
  dataDir: string;
  /** Where more can be read. */
  logFile: string;
}

const startsAnew =
  'Restore your latest backup, or move this folder away to begin with an empty database. Nothing was deleted.';

type Failure = [
  pattern: RegExp,
  code: EmbeddedPostgresErrorCode,
  sentence: (context: FailureContext) => string,
];

// The first pattern that fits decides, so what is certain stands before what may have several causes.
const failures: Failure[] = [
  [
    /No space left on device|Disk quota exceeded/i,
    'database/disk-full',
    ({ dataDir }) => `The disk that holds ${dataDir} is full. Free some space and start again.`,
  ],
  [
    /could not bind|could not create any TCP\/IP sockets/i,
    'database/port',
    ({ logFile }) =>
      `The database found no free port on 127.0.0.1. Look for a firewall or a program that holds the ports; ${logFile} says more.`,
  ],
  [
    /error while loading shared libraries|Library not loaded/i,
    'database/no-binaries',
    () =>
      'The PostgreSQL that came with the installation is incomplete. Run `npm rebuild`, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
  ],
  [
    /initialized by PostgreSQL version/i,
    'database/version',
    ({ dataDir }) =>
      `The data in ${dataDir} were written by another version of PostgreSQL. Start the Tutti version that wrote them, make a backup there and restore it here.`,
  ],
  [
    /could not (?:create|resize|map|open) (?:anonymous )?shared memory|could not create semaphores/i,
    'database/start-failed',
    ({ logFile }) =>
      `The system has too little shared memory for the database. Give it more (for a container: --shm-size=256m); ${logFile} says more.`,
  ],
  [
    /Permission denied|Operation not permitted|Read-only file system|wrong ownership|invalid permissions/i,
    'database/permission',
    ({ dataDir }) =>
      `The database may not read or write ${dataDir}. Start Tutti as the user who owns this folder, or give the folder to your user (chown).`,
  ],
  [
    /PANIC|valid checkpoint|incompatible with server|pg_control|control file|not a (?:valid|database) |is missing or empty|invalid data in file|could not (?:open|read|access|stat) (?:file|directory)|invalid page|checksum|configuration file .* contains errors|WAL|cache lookup failed|does not exist|authentication failed|pg_hba/i,
    'database/corrupt',
    ({ dataDir, logFile }) =>
      `The database files in ${dataDir} are damaged (${logFile} says where). ${startsAnew}`,
  ],
];

/** Turns what PostgreSQL wrote before it gave up into an error with a cause and a mend. */
export function explainFailure(output: string, context: FailureContext): EmbeddedPostgresError {
  const told = failures.find(([pattern]) => pattern.test(output));
  const lines = output.trim().split('\n');
  const lastWords = (lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1))
    ?.replace(/^.*?(?=FATAL|PANIC|ERROR)/, '')
    .trim();
  const cause = lastWords ? { cause: new Error(lastWords) } : undefined;
  if (told) return new EmbeddedPostgresError(told[1], told[2](context), cause);
  return new EmbeddedPostgresError(
    'database/start-failed',
    `The database did not start: ${lastWords || 'it ended without a word'}. ${context.logFile} says more.`,
    cause,
  );
}

export function damaged(what: string, { dataDir }: Pick<FailureContext, 'dataDir'>): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'database/corrupt',
    `The database files in ${dataDir} are damaged: ${what}. ${startsAnew}`,
  );
}
