import { createTutti, type QuestionView, TuttiError } from '@tutti/client';
import { StartError } from '../../src/platform/start-error.ts';
import { Bot } from './bot.ts';
import { habitOf } from './habit.ts';
import type { BotOptions } from './options.ts';
import { RoundClock } from './round-clock.ts';
import { sentenceFor } from './sentences.ts';
import { Tally } from './tally.ts';

/** How many type the PIN at the same moment. */
const doors = 25;
const progressEveryMs = 1_000;

/** Sends the players into the class and gives what became of them, once it is over or their time is. */
export async function playClass(
  { url, pin, players, seed, speed, minutes }: BotOptions,
  say: (line: string) => void,
): Promise<Tally> {
  const tutti = createTutti({ url });
  const { title, locales } = await tutti.previewPin(pin).catch((error: unknown) => {
    if (error instanceof TuttiError) throw new StartError(error.code, sentenceFor(error, { url, pin }));
    throw error;
  });
  say(`${players} players go to "${title}".`);

  const tally = new Tally();
  const home = new AbortController();
  const clock = new RoundClock((round, of) => say(tally.roundLine(round, of)));
  const inside: Bot[] = [];
  let outside: { bot: Bot; comesInRound: number }[] = [];

  const enter = (bot: Bot): Promise<void> => {
    inside.push(bot);
    return bot.enter();
  };
  const opened = (question: QuestionView): void => {
    clock.opened(question);
    const coming = outside.filter(({ comesInRound }) => comesInRound <= question.round);
    if (coming.length === 0) return;
    outside = outside.filter(({ comesInRound }) => comesInRound > question.round);
    say(`${coming.length} come late.`);
    for (const { bot } of coming) void enter(bot);
  };
  const closed = (round: number): void => clock.closed(round);

  const everyone = Array.from({ length: players }, (_, index) => {
    const habit = habitOf(seed, index);
    const locale = locales[Math.floor(habit.random() * locales.length)] ?? 'en';
    const bot = new Bot(habit, { tutti, tally, pin, locale, speed, home: home.signal, opened, closed });
    // somebody has to be there from the start, or nobody sees the round in which the others come
    return { bot, comesInRound: index === 0 ? 0 : habit.comesInRound };
  });
  outside = everyone.filter(({ comesInRound }) => comesInRound > 0);
  const punctual = everyone.filter(({ comesInRound }) => comesInRound === 0).map(({ bot }) => bot);

  const goHome = () => {
    home.abort();
    for (const bot of inside) void bot.goHome();
  };
  const limit = setTimeout(() => {
    say(`After ${minutes} minutes they go home.`);
    goHome();
  }, minutes * 60_000);
  process.once('SIGINT', goHome);

  const progress = setInterval(() => say(`${tally.came} of ${punctual.length} are in.`), progressEveryMs);
  await oneAfterAnother(punctual, enter).finally(() => clearInterval(progress));
  say(`${tally.came} are in${outside.length > 0 ? `, ${outside.length} come late` : ''}.`);

  await Promise.all(punctual.map(({ over }) => over));
  await Promise.all(inside.map(({ over }) => over));
  clearTimeout(limit);
  process.off('SIGINT', goHome);
  clock.stop();
  return tally;
}

/** Through a few doors at a time. */
async function oneAfterAnother(bots: readonly Bot[], enter: (bot: Bot) => Promise<void>): Promise<void> {
  const queue = bots.values();
  const door = async () => {
    for (const bot of queue) await enter(bot);
  };
  await Promise.all(Array.from({ length: doors }, door));
}
