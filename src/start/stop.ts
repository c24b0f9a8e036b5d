import type { Log } from '../platform/log/log.ts';

const limitMs = 28_000;
/** For the last lines of the log, should nobody read them. */
const lastWordsMs = 500;

/**
 * On SIGTERM, Ctrl-C or a closed terminal everything that was begun is ended, last first. A second signal, or 28 s, ends the process at
 * once: what was acknowledged is in the database by then.
 */
export function createStopper(log: Log) {
  const endings: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;

  const end = async () => {
    for (const ending of endings.reverse()) {
      await ending().catch((err) => log.error({ err }, 'a part did not stop cleanly'));
    }
  };
  const stop = (): Promise<void> => (stopping ??= end());
  const leave = (code: number) => {
    setTimeout(() => process.exit(code), lastWordsMs);
    log.flush(() => process.exit(code));
  };
  const exit = (code: number) => {
    if (stopping) process.exit(1);
    setTimeout(() => process.exit(1), limitMs).unref();
    stop().then(() => leave(code));
  };
  process.on('SIGTERM', () => exit(0));
  process.on('SIGINT', () => exit(0));
  process.on('SIGHUP', () => exit(0));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'uncaught exception');
    exit(1);
  });
  // One forgotten promise must not end the classes that play at this moment.
  process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));

  return { stop, onStop: (ending: () => Promise<void>) => void endings.push(ending) };
}
