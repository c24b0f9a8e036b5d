import { expect, test } from 'vitest';
import { mostBots, readBotOptions } from '../../../scripts/bots/options.ts';

const read = (line: string) => readBotOptions(line.split(' '));

test('a PIN is enough; everything else has a default', () => {
  expect(read('--pin 123456')).toEqual({
    pin: '123456',
    players: 30,
    url: 'http://localhost:2567',
    seed: 1,
    speed: 1,
    minutes: 60,
  });
});

test('everything can be said', () => {
  expect(
    read('--pin 012345 --players 200 --url https://tutti.example --seed 7 --speed 2.5 --minutes 5'),
  ).toEqual({
    pin: '012345',
    players: 200,
    url: 'https://tutti.example',
    seed: 7,
    speed: 2.5,
    minutes: 5,
  });
});

test('whoever asks for help gets no run', () => {
  expect(read('--help')).toBeNull();
});

test.each([
  ['--players 3', 'Say which class: --pin and the six digits on the host panel.'],
  ['--pin 12345', '--pin is 12345, but a PIN has six digits.'],
  ['--pin 123456 --players 0', '--players is 0, but it must be from 1 to 1000.'],
  [`--pin 123456 --players ${mostBots + 1}`, '--players is 1001, but it must be from 1 to 1000.'],
  ['--pin 123456 --players many', '--players is many, but it must be a whole number.'],
  ['--pin 123456 --speed 0', '--speed is 0, but it must be from 0.1 to 100.'],
  ['--pin 123456 --url localhost:2567', '--url is localhost:2567, but it must be an address like'],
  ['--pin 123456 --playrs 3', "Unknown option '--playrs'."],
])('"%s" is answered with a sentence and the usage', (line, sentence) => {
  expect(() => read(line)).toThrow(sentence);
  expect(() => read(line)).toThrow('npm run bots -- --pin');
});
