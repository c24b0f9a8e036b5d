import type { Answer, Reaction, Stake, SubmitAnswer } from '../../../src/wire/messages.ts';
import type { SessionReceipts } from '../../../src/wire/receipts.ts';
import type { Joined, Seat } from '../../../src/wire/session.ts';
import { TuttiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isAnswerTo, saysTheSame } from './answer.ts';
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

/** What the server does for a seat outside of its room. */
interface Door {
  rejoin(resumeToken: string): Promise<Joined>;
  propose(resumeToken: string, nickname: string): Promise<unknown>;
  receipts(resumeToken: string): Promise<SessionReceipts>;
}

export class LivePlayerChallenge extends LiveChallenge implements PlayerChallenge {
  readonly participantId: string;
  private token: string;
  private pending: Pending | null = null;

  private readonly door: Door;

  constructor(url: string, first: Joined, door: Door) {
    super(url, async (): Promise<Seat> => {
      const again = await door.rejoin(this.token);
      this.token = again.resumeToken;
      return again.seat;
    });
    this.token = first.resumeToken;
    this.participantId = first.participantId;
    this.door = door;
  }

  async proposeName(nickname: string): Promise<void> {
    await this.door.propose(this.token, nickname);
  }

  receipts(): Promise<SessionReceipts> {
    return this.door.receipts(this.token);
  }

  get resumeToken(): string {
    return this.token;
  }

  async answer(answer: Answer, about: { stake?: Stake } = {}): Promise<void> {
    const { rules, answer: earlier } = this.view;
    const stake = rules.scoring === 'confidence' ? about.stake : undefined;
    // one at a time: a reply does not say which of two answers it is for
    if (rules.changeAnswers && this.pending && earlier && !saysTheSame(earlier, { answer, stake }))
      await this.pending.done.catch(() => undefined);
    const { phase, answer: own, closed } = this.view;
    if (closed) throw new TuttiError(closed);
    if (phase.name !== 'question') {
      const early = phase.name === 'lobby' || phase.name === 'get_ready';
      throw new TuttiError(early ? 'answer/too-early' : 'answer/round-closed');
    }
    if (own && own.status !== 'refused') {
      if (saysTheSame(own, { answer, stake })) return this.pending?.done;
      if (!rules.changeAnswers) throw new TuttiError('answer/already-answered');
    }
    if (!isAnswerTo(phase.question, answer)) throw new TuttiError('answer/malformed');
    const { round, vote } = phase.question;
    this.pending = newPending({ round, vote, answerId: newId(), answer, ...(stake && { stake }) });
    this.apply({ type: 'answering', payload: { round, vote, answer, stake } });
    this.submit();
    return this.pending.done;
  }

  chooseTeam(team: number): void {
    this.send('chooseTeam', { team });
  }

  next(): void {
    this.send('next', { step: this.view.step });
  }

  react(reaction: Reaction): void {
    this.send('react', { reaction });
  }

  protected override tookIn(message: ChallengeMessage): void {
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
    else if (saysTheSame(own, message)) resolve();
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
