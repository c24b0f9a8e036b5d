import { type DestinationStream, type Logger, pino } from 'pino';
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
  // asynchronous: a slow reader of the log must not hold up a class; what is left is written when the process exits
  if (environment !== 'development' || !process.stdout.isTTY)
    return pino(options, pino.destination({ sync: false }));
  const transport = {
    target: 'pino-pretty',
    options: { translateTime: 'SYS:HH:MM:ss', ignore: 'requestId' },
  };
  return pino({ ...options, transport });
}
