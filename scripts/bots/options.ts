import { parseArgs } from 'node:util';
import { StartError } from '../../src/platform/start-error.ts';

export interface BotOptions {
  url: string;
  pin: string;
  players: number;
  /** The same seed gives the same characters. */
  seed: number;
  /** 1: as slow as a class; 5: five times as quick. */
  speed: number;
  minutes: number;
}

export const mostBots = 1_000;

export const usage = `npm run bots -- --pin 123456 [--players 30] [--url http://localhost:2567] [--seed 1] [--speed 1] [--minutes 60]

  --pin      the six digits on the host panel
  --players  how many come, 1 to ${mostBots}
  --url      where the server is
  --seed     the same number gives the same characters
  --speed    how many times as quick as a class they are, 0.1 to 100
  --minutes  after so long they go home, 1 to 600`;

const options = {
  pin: { type: 'string' },
  players: { type: 'string', default: '30' },
  url: { type: 'string', default: 'http://localhost:2567' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '60' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What was asked for, or null when it was help. Throws a `StartError` that says what is wrong. */
export function readBotOptions(args: string[]): BotOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const { pin } = values;
  if (pin === undefined) throw bad('Say which class: --pin and the six digits on the host panel.');
  if (!/^\d{6}$/.test(pin)) throw bad(`--pin is ${pin}, but a PIN has six digits.`);
  return {
    pin,
    url: serverAddress(values.url),
    players: wholeNumber('players', values.players, 1, mostBots),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    speed: number('speed', values.speed, 0.1, 100),
    minutes: wholeNumber('minutes', values.minutes, 1, 600),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw bad(`${(error as Error).message.split('. ')[0]}.`);
  }
}

function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw bad(`--url is ${text}, but it must be an address like http://localhost:2567.`);
  }
  return text;
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  if (!/^\d+$/.test(text)) throw bad(`--${name} is ${text}, but it must be a whole number.`);
  return number(name, text, least, most);
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw bad(`--${name} is ${text}, but it must be from ${least} to ${most}.`);
  }
  return value;
}

const bad = (sentence: string) => new StartError('bots/bad-argument', `${sentence}\n\n${usage}`);
