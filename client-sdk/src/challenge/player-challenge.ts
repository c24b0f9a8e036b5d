import type { SubmitAnswer } from '../../../src/wire/messages.ts';
import type { Joined, Seat } from '../../../src/wire/session.ts';
import { TuttiError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { PlayerChallenge } from './challenge.types.ts';
import { LiveChallenge } from './live-challenge.ts';
import type { ChallengeMessage } from './reduce.ts';

/** A server that cannot take more answers now is asked again after this. */
const busyMs = 1_000;

interface Pending {
  message: SubmitAnswer;
  done: Promise<void>;
  resolve(): void;
  reject(why: TuttiError): void;
}

export class LivePlayerChallenge extends LiveChallenge implements PlayerChallenge {
  readonly participantId: string;
  private token: string;
  private pending: Pending | null = null;

  private readonly propose: (resumeToken: string, nickname: string) => Promise<unknown>;

  constructor(
    url: string,
    first: Joined,
    {
      rejoin,
      propose,
    }: {
      rejoin(resumeToken: string): Promise<Joined>;
      propose(resumeToken: string, nickname: string): Promise<unknown>;
    },
  ) {
    super(url, async (): Promise<Seat> => {
      const again = await rejoin(this.token);
      this.token = again.resumeToken;
      return again.seat;
    });
    this.token = first.resumeToken;
    this.participantId = first.participantId;
    this.propose = propose;
  }

  async proposeName(nickname: string): Promise<void> {
    await this.propose(this.token, nickname);
  }

  get resumeToken(): string {
    return this.token;
  }

  async answer(choices: readonly number[]): Promise<void> {
    const { phase, answer, closed } = this.view;
    if (closed) throw new TuttiError(closed);
    if (phase.name !== 'question') {
      const early = phase.name === 'lobby' || phase.name === 'get_ready';
      throw new TuttiError(early ? 'answer/too-early' : 'answer/round-closed');
    }
    if (answer && answer.status !== 'refused') {
      if (sameChoices(answer.choices, choices)) return this.pending?.done;
      throw new TuttiError('answer/already-answered');
    }
    if (!namesShownChoices(choices, phase.question.choices.length)) throw new TuttiError('answer/malformed');
    const { round, vote } = phase.question;
    this.pending = newPending({ round, vote, answerId: newId(), choices: [...choices] });
    this.apply({ type: 'answering', payload: { round, vote, choices: [...choices] } });
    this.submit();
    return this.pending.done;
  }

  protected override received(message: ChallengeMessage): void {
    if (!this.pending) return;
    this.settle(this.pending);
    if (message.type === 'welcome' || message.type === 'resumed') this.submit();
    if (message.type === 'answerRefused' && message.payload.code === 'server/busy') {
      setTimeout(() => this.submit(), busyMs);
    }
  }

  protected override ended(why: TuttiError): void {
    this.pending?.reject(why);
    this.pending = null;
  }

  /** Sends the answer that waits, with the id it had from the start: the server counts it once. */
  private submit(): void {
    if (this.pending) this.send('submitAnswer', this.pending.message);
  }

  private settle({ message, resolve, reject }: Pending): void {
    const { answer } = this.view;
    const own = answer?.round === message.round && answer.vote === message.vote ? answer : null;
    if (own?.status === 'sending') return;
    this.pending = null;
    if (own?.status !== 'saved') reject(new TuttiError(own?.code ?? 'answer/round-closed'));
    else if (sameChoices(own.choices, message.choices)) resolve();
    else reject(new TuttiError('answer/already-answered', 'Another answer was given on another device.'));
  }
}

function newPending(message: SubmitAnswer): Pending {
  let settle: Pick<Pending, 'resolve' | 'reject'> | undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { message, done, ...settle! };
}

function sameChoices(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((choice) => other.includes(choice));
}

/** The server would refuse anything else, and a list that is too long would cost the connection. */
function namesShownChoices(choices: readonly number[], shown: number): boolean {
  const named = new Set(choices);
  return (
    choices.length > 0 &&
    named.size === choices.length &&
    choices.every((position) => Number.isInteger(position) && position >= 0 && position < shown)
  );
}
