import type { Made, NameDecision } from '../../../src/wire/joining.ts';
import type { HostCommand } from '../../../src/wire/messages.ts';
import { TuttiError, type TuttiErrorCode } from '../errors.ts';
import { newId } from '../ids.ts';
import type { HostChallenge } from './challenge.types.ts';
import { LiveChallenge } from './live-challenge.ts';
import type { ChallengeMessage } from './reduce.ts';

interface Pending {
  command: HostCommand;
  /** The step that the host saw. */
  step: number;
  sent: boolean;
  again: boolean;
  resolve(made?: Made): void;
  reject(why: TuttiError): void;
}

/**
 * What to do with a command whose reply was lost with the connection.
 * `always`: doing it twice is doing it once. `same-step`: it moves the phase, so when the phase has moved it was done.
 * `never`: nobody can tell.
 */
const repeats = {
  start: 'same-step',
  next: 'always',
  pause: 'always',
  resume: 'always',
  addTime: 'never',
  skip: 'same-step',
  lock: 'always',
  setAdvance: 'always',
  kick: 'always',
  allowBack: 'always',
  rename: 'always',
  reviewName: 'always',
  makeReturnCode: 'always',
  inviteCoHost: 'always',
  endCoHost: 'always',
  revote: 'same-step',
  arrange: 'never',
  setStandings: 'always',
  park: 'always',
  accommodate: 'always',
  keepAccommodation: 'always',
  moveToTeam: 'always',
  mark: 'always',
  muteReactions: 'always',
  end: 'always',
} satisfies Record<HostCommand['verb'], 'always' | 'same-step' | 'never'>;

/** Refusals of a repeated command which tell that the first one was done. */
const doneAlready: Partial<Record<HostCommand['verb'], TuttiErrorCode>> = {
  next: 'challenge/stale-step',
  reviewName: 'challenge/no-name-waits',
  endCoHost: 'challenge/no-such-co-host',
  pause: 'challenge/already-paused',
  resume: 'challenge/not-paused',
};

export class LiveHostChallenge extends LiveChallenge implements HostChallenge {
  private readonly commands = new Map<string, Pending>();

  start = () => this.command({ verb: 'start' });
  next = () => this.command({ verb: 'next', step: this.view.step });
  pause = () => this.command({ verb: 'pause' });
  resume = () => this.command({ verb: 'resume' });
  addTime = (seconds: number) => this.command({ verb: 'addTime', seconds });
  skip = () => this.command({ verb: 'skip' });
  lock = (locked: boolean) => this.command({ verb: 'lock', locked });
  setAdvance = (advance: 'manual' | 'auto') => this.command({ verb: 'setAdvance', advance });
  kick = (participantId: string) => this.command({ verb: 'kick', participantId });
  allowBack = (participantId: string) => this.command({ verb: 'allowBack', participantId });
  rename = (participantId: string, nickname: string) =>
    this.command({ verb: 'rename', participantId, nickname });
  reviewName = (participantId: string, decision: NameDecision) =>
    this.command({ verb: 'reviewName', participantId, decision });
  makeReturnCode = (participantId: string) =>
    this.make({ verb: 'makeReturnCode', participantId }, 'returnCode');
  inviteCoHost = () => this.make({ verb: 'inviteCoHost' }, 'coHostLink');
  endCoHost = (coHostId: string) => this.command({ verb: 'endCoHost', coHostId });
  revote = () => this.command({ verb: 'revote' });
  arrange = (rounds: readonly number[]) => this.command({ verb: 'arrange', rounds: [...rounds] });
  setStandings = (standings: 'each' | 'end' | 'off') => this.command({ verb: 'setStandings', standings });
  park = () => this.command({ verb: 'park' });
  accommodate = (participantId: string, factor: number) =>
    this.command({ verb: 'accommodate', participantId, factor });
  keepAccommodation = (participantId: string, factor: number) =>
    this.command({ verb: 'keepAccommodation', participantId, factor });
  moveToTeam = (participantId: string, team: number) =>
    this.command({ verb: 'moveToTeam', participantId, team });
  mark = (participantId: string, share: 0 | 0.5 | 1) => this.command({ verb: 'mark', participantId, share });
  muteReactions = (muted: boolean, participantId?: string) =>
    this.command({ verb: 'muteReactions', muted, ...(participantId && { participantId }) });
  end = () => this.command({ verb: 'end' });

  private async make<K extends Made['kind']>(command: HostCommand, kind: K) {
    const made = await this.ask(command);
    if (made?.kind !== kind) throw new TuttiError('network/unexpected-reply');
    return made as Extract<Made, { kind: K }>;
  }

  private async command(command: HostCommand): Promise<void> {
    await this.ask(command);
  }

  private ask(command: HostCommand): Promise<Made | undefined> {
    const { closed, connection, step } = this.view;
    if (closed) return Promise.reject(new TuttiError(closed));
    return new Promise((resolve, reject) => {
      const id = newId();
      const pending: Pending = { command, step, sent: false, again: false, resolve, reject };
      this.commands.set(id, pending);
      if (connection === 'connected') this.dispatch(id, pending);
    });
  }

  protected override tookIn(message: ChallengeMessage): void {
    if (message.type === 'welcome') {
      for (const [id, pending] of this.commands) this.repeat(id, pending);
    } else if (message.type === 'commandDone') {
      this.take(message.payload.id)?.resolve(message.payload.made);
    } else if (message.type === 'commandRefused') {
      const { id, code } = message.payload;
      const pending = this.take(id);
      if (pending?.again && doneAlready[pending.command.verb] === code) pending.resolve();
      else pending?.reject(new TuttiError(code as TuttiErrorCode));
    }
  }

  protected override ended(why: TuttiError): void {
    for (const [id, pending] of this.commands) {
      this.commands.delete(id);
      const { verb } = pending.command;
      const isDone =
        (verb === 'end' && why.code === 'session/ended') ||
        (verb === 'park' && why.code === 'session/parked');
      if (isDone) pending.resolve();
      else pending.reject(why);
    }
  }

  private dispatch(id: string, pending: Pending): void {
    pending.sent = true;
    this.send('hostCommand', { id, command: pending.command });
  }

  private repeat(id: string, pending: Pending): void {
    const rule = repeats[pending.command.verb];
    const moved = rule === 'same-step' && this.view.step !== pending.step;
    pending.again = pending.sent;
    if (pending.sent && rule === 'never') {
      this.take(id)?.reject(new TuttiError('network/unreachable', 'The connection broke before the reply.'));
    } else if (moved && pending.sent) {
      this.take(id)?.resolve();
    } else if (moved) {
      this.take(id)?.reject(new TuttiError('challenge/stale-step'));
    } else {
      this.dispatch(id, pending);
    }
  }

  private take(id: string): Pending | undefined {
    const pending = this.commands.get(id);
    this.commands.delete(id);
    return pending;
  }
}
