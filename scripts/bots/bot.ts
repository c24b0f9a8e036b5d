import { setTimeout as wait } from 'node:timers/promises';
import { type PlayerChallenge, type QuestionView, type Tutti, TuttiError } from '@tutti/client';
import { generatedName } from '../../src/domain/nickname/generated-name.ts';
import type { Locale } from '../../src/wire/common.ts';
import { type Habit, pickChoices, thinkingMs } from './habit.ts';
import type { Tally } from './tally.ts';

const mostTries = 20;
const againMs = 1_000;
/** Whoever answers in the last moment may be late through no fault of the server. */
/** Where nobody says how long a question may take. */
const untimedMs = 20_000;
const safetyMs = 500;
const shortestAbsenceMs = 300;
const longestAbsenceMs = 3_000;

export interface Surroundings {
  tutti: Tutti;
  tally: Tally;
  pin: string;
  locale: Locale;
  speed: number;
  /** Aborted when it is time to go home. */
  home: AbortSignal;
  /** What this player sees of the rounds. */
  opened(question: QuestionView): void;
  closed(round: number): void;
}

/** One synthetic player, from the door to the end of the class. */
export class Bot {
  private readonly habit: Habit;
  private readonly around: Surroundings;
  private challenge: PlayerChallenge | null = null;
  /** The round in which it has been away already. */
  private awayIn = -1;
  private finish = () => {};
  /** Resolves when the class is over for this player. */
  readonly over = new Promise<void>((resolve) => {
    this.finish = resolve;
  });

  constructor(habit: Habit, around: Surroundings) {
    this.habit = habit;
    this.around = around;
  }

  async enter(): Promise<void> {
    const { tally } = this.around;
    try {
      this.follow(await this.join());
      tally.came++;
    } catch (error) {
      tally.refusedEntry(codeOf(error));
      this.finish();
    }
  }

  async goHome(): Promise<void> {
    await this.challenge?.leave();
    this.finish();
  }

  private join(): Promise<PlayerChallenge> {
    const { tutti, pin, locale } = this.around;
    return this.persist(
      () => tutti.join({ pin, nickname: generatedName(this.habit.random, locale), locale }),
      ({ code }) => code === 'nickname/taken',
    );
  }

  private follow(challenge: PlayerChallenge): void {
    const { tally, opened, closed } = this.around;
    this.challenge = challenge;
    challenge.on('question', (question) => {
      opened(question);
      void this.face(challenge, question);
    });
    challenge.on('revealed', ({ reveal }) => closed(reveal.round));
    challenge.on('connection', (state) => {
      if (state === 'connected') tally.mended++;
    });
    challenge.on('closed', ({ code }) => {
      if (code !== 'challenge/left') this.finish();
    });
  }

  private async face(challenge: PlayerChallenge, question: QuestionView): Promise<void> {
    const { speed, home } = this.around;
    const limit = question.timeLimitMs ?? untimedMs;
    const most = Math.max(0, (challenge.remainingMs() ?? limit) - safetyMs);
    const thinking = Math.min(thinkingMs(this.habit, limit) / speed, most);
    const drops = this.awayIn !== question.round && this.habit.random() < this.habit.dropRate;
    await wait(drops ? thinking / 2 : thinking, undefined, { ref: false });
    if (home.aborted || !isOpen(challenge, question)) return;
    if (drops) await this.goAwayAndReturn(challenge, question.round);
    else await this.answer(challenge, question);
  }

  private async answer(challenge: PlayerChallenge, { round, choices, pick }: QuestionView): Promise<void> {
    const { tally } = this.around;
    const inTime = challenge.remainingMs()! > 0;
    tally.sent(round);
    try {
      await challenge.answer(pickChoices(this.habit, choices.length, pick));
      tally.saved(round);
    } catch (error) {
      tally.refused(round, codeOf(error), inTime);
    }
  }

  /** The open question comes again after the return, and is answered then. */
  private async goAwayAndReturn(challenge: PlayerChallenge, round: number): Promise<void> {
    const { tutti, tally, speed, home } = this.around;
    this.awayIn = round;
    await challenge.leave();
    const absence = shortestAbsenceMs + (longestAbsenceMs - shortestAbsenceMs) * this.habit.random();
    await wait(absence / speed);
    if (home.aborted) return;
    try {
      this.follow(await this.persist(() => tutti.resume(challenge.resumeToken)));
      tally.returned++;
    } catch {
      this.finish();
    }
  }

  /** A server that is busy or away for a moment is asked again, as a pupil would. */
  private async persist<T>(act: () => Promise<T>, isWorthIt = (_: TuttiError) => false): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof TuttiError) || tries === mostTries || this.around.home.aborted) throw error;
        const passes = error.status === 429 || error.status >= 500 || error.code.startsWith('network/');
        if (passes) await wait((error.retryAfter ?? 0) * 1_000 + againMs * this.habit.random());
        else if (!isWorthIt(error)) throw error;
      }
    }
  }
}

function isOpen({ view }: PlayerChallenge, { round, vote }: QuestionView): boolean {
  const { phase, closed } = view;
  return (
    closed === null &&
    phase.name === 'question' &&
    phase.question.round === round &&
    phase.question.vote === vote
  );
}

const codeOf = (error: unknown) =>
  error instanceof TuttiError ? error.code : ('network/unexpected-reply' as const);
