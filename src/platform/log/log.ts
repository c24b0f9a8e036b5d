import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Config } from '../../config.ts';
import { describeError } from './describe-error.ts';

export type Log = Logger;

/**
 * One line of JSON an event; in a development terminal the same for people to read. What is logged are ids, codes,
 * route patterns and durations: never names, addresses, PINs, tokens, answers or query strings.
 */
export function createLog(
  { logLevel, environment }: Pick<Config, 'logLevel' | 'environment'>,
  destination?: DestinationStream,
): Log {
  const options = { level: logLevel, base: undefined, serializers: { err: describeError } };
  if (destination) return pino(options, destination);
  if (environment !== 'development' || !process.stdout.isTTY) return inPieces(options);
  const transport = {
    target: 'pino-pretty',
    options: { translateTime: 'SYS:HH:MM:ss', ignore: 'requestId' },
  };
  return pino({ ...options, transport });
}

/**
 * A slow reader of the log must not hold up a class, and a write for each line is a tenth of what a small request costs. So lines
 * leave together; who ends the process flushes them first, and a warning takes all before it with it at once.
 */
function inPieces(options: LoggerOptions): Log {
  const stream = pino.destination({ sync: false, minLength: 4_096, periodicFlush: 250 });
  const atOnce = pino.levels.values.warn!;
  const hooks: LoggerOptions['hooks'] = {
    logMethod(line, log, level) {
      log.apply(this, line);
      if (level >= atOnce) stream.flush();
    },
  };
  return pino({ ...options, hooks }, stream);
}
