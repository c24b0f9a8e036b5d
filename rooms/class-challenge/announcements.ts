import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import type { ChallengeEvent, FactType } from '../../src/domain/challenge/events.ts';
import { gapsToNext } from '../../src/domain/challenge/ranking.ts';
import { type ChallengeState, deadlineOf, extraTime } from '../../src/domain/challenge/state.ts';
import { type Frame, frameOf, packed, pairFrames } from '../../src/platform/realtime/frames.ts';
import type { HostAudience, NameReview } from '../../src/wire/joining.ts';
import {
  closeCodes,
  type Face,
  type ServerMessage,
  type ServerPayloads,
  type SessionOptions,
} from '../../src/wire/messages.ts';
import { preparedForEach, type Send, toEach } from '../plugins/telling.ts';
import { type Audience, perLocale } from './audience.ts';
import { ownFinal, ownResult, podiumView, roundSummaries, standingsView } from './class-views.ts';
import { questionView, revealView, withOwnTime } from './question-views.ts';

export interface Stage {
  plan: ClassPlan;
  state: ChallengeState;
  audience: Audience;
  faceOf(participantId: string): Face;
  people: {
    reviewOf(participantId: string): NameReview | null;
    hasAccount(participantId: string): boolean;
    audienceView(): HostAudience;
  };
  /** Which of the words that people write may stand on a screen. */
  isKind(text: string): boolean;
  /** Whose reactions nobody sees; by participant. */
  muted: ReadonlySet<string>;
  reactionsMuted: boolean;
}

type Announcements = { [T in FactType]?: (stage: Stage, event: ChallengeEvent<T>) => Send };

export function messageFrame<M extends ServerMessage>(type: M, payload: ServerPayloads[M]): Frame {
  return frameOf(type, payload);
}

/**
 * Prepares what people are told of an event that was just recorded. It is encoded now, from the state as it is now,
 * and sent later: nothing leaves before it is durable [DUR-1].
 */
export function announcementOf(stage: Stage, event: ChallengeEvent): Send | null {
  const prepare = announcements[event.type] as ((stage: Stage, event: ChallengeEvent) => Send) | undefined;
  return prepare ? prepare(stage, event) : null;
}

const announcements: Announcements = {
  'round.announced'({ state, audience }, { round, clock }) {
    const endsAt = deadlineOf(state.phase)!;
    const frame = messageFrame('getReady', {
      round,
      of: state.order.length,
      endsAt,
      at: clock,
      step: state.step,
    });
    return () => audience.everyone(() => frame);
  },

  'round.opened'({ plan, state, audience }, { clock }) {
    const { phase, step } = state;
    if (phase.name !== 'question') throw new Error('a round that was opened is no question');
    const asked = { ...phase };
    const questionIn = perLocale((locale) => questionView(plan, state, asked, locale));
    const frameFor = perLocale((locale) =>
      messageFrame('roundOpened', { question: questionIn(locale), at: clock, step }),
    );
    const ownTime = [...audience.players].flatMap(([id, { locale }]) => {
      const player = state.players.get(id)!;
      if (player.timeFactor === 1) return [];
      const question = withOwnTime(questionIn(locale), state, player);
      return [[id, messageFrame('roundOpened', { question, at: clock, step })] as const];
    });
    return () => {
      audience.everyone(frameFor, new Map(ownTime));
    };
  },

  'vote.closed'({ state, audience }, { round, clock }) {
    const endsAt = deadlineOf(state.phase);
    const frame = messageFrame('discuss', {
      round,
      of: state.order.length,
      endsAt,
      at: clock,
      step: state.step,
    });
    return () => audience.everyone(() => frame);
  },

  'answer.accepted': tellSaved,
  'answer.changed': tellSaved,

  'answer.marked'({ state, audience }, { participantId, round }) {
    if (!state.rounds[round]!.closed) return () => {};
    const player = state.players.get(participantId)!;
    const frame = messageFrame('marked', { round, you: ownResult(state, player, gapsToNext(state)) });
    return () => audience.toPlayer(participantId, frame);
  },

  'player.teamed'({ audience }, { participantId, team }) {
    const frame = messageFrame('teamed', { team });
    return () => audience.toPlayer(participantId, frame);
  },

  /** [PTS-3] In the middle of a question the player's own deadline moves. */
  'player.accommodated'({ state, audience }, { participantId, clock }) {
    const { phase } = state;
    const player = state.players.get(participantId)!;
    if (phase.name !== 'question') return () => {};
    const deadline = phase.closesAt + extraTime(state, player, phase.round);
    const frame = messageFrame('deadlineMoved', { deadline, at: clock });
    return () => audience.toPlayer(participantId, frame);
  },

  'round.closed'(stage, { round, reason, clock }) {
    if (reason === 'skipped') return () => {};
    const { plan, state } = stage;
    const common = perLocale((locale) =>
      packed({ reveal: revealView(plan, state, round, locale, stage.isKind), at: clock, step: state.step }),
    );
    const gaps = gapsToNext(state);
    return privately(stage, 'roundClosed', common, (id) => ownResult(state, state.players.get(id)!, gaps));
  },

  'standings.shown'({ state, audience, faceOf }, { round, clock }) {
    const frame = messageFrame('standings', {
      standings: standingsView(state, round, faceOf),
      at: clock,
      step: state.step,
    });
    return () => audience.everyone(() => frame);
  },

  'podium.shown'(stage, { clock }) {
    const { plan, state, faceOf } = stage;
    const common = perLocale((locale) =>
      packed({ podium: podiumView(plan, state, locale, faceOf), at: clock, step: state.step }),
    );
    return privately(stage, 'podium', common, (id) => ownFinal(state, state.players.get(id)!));
  },

  'session.paused'({ state, audience }, { reason, clock }) {
    // `saving` told it when it began; by now it is about to end
    if (reason === 'saving') return () => {};
    const frame = messageFrame('paused', { reason, remainingMs: state.paused!.remainingMs, at: clock });
    return () => audience.everyone(() => frame);
  },

  'session.resumed'(stage, { clock }) {
    const deadline = deadlineOf(stage.state.phase);
    return tellDeadline(stage, (own) =>
      messageFrame('resumed', { deadline: deadline === null ? null : deadline + own, at: clock }),
    );
  },

  'deadline.moved'(stage, { clock }) {
    const deadline = deadlineOf(stage.state.phase)!;
    return tellDeadline(stage, (own) =>
      messageFrame('deadlineMoved', { deadline: deadline + own, at: clock }),
    );
  },

  'rounds.arranged'({ plan, state, audience }) {
    const frameFor = perLocale((locale) =>
      messageFrame('hostRounds', { of: state.order.length, rounds: roundSummaries(plan, state, locale) }),
    );
    return () => audience.toHosts(frameFor);
  },

  'session.locked': tellOptions,
  'advance.set': tellOptions,
  'standings.set': tellOptions,

  'player.kicked'({ audience }, { participantId }) {
    return () => audience.players.get(participantId)?.client.leave(closeCodes.kicked, 'kicked');
  },

  'session.ended'({ audience }, { reason }) {
    const frame = messageFrame('sessionEnded', { reason });
    return () => audience.everyone(() => frame);
  },
};

export function optionsView({ state, reactionsMuted }: Stage): SessionOptions {
  const { locked, advance, standings } = state;
  return { locked, advance, standings, reactionsMuted };
}

export function tellOptions(stage: Stage): Send {
  const frame = messageFrame('hostOptions', optionsView(stage));
  return () => stage.audience.toHosts(() => frame);
}

function tellSaved(
  { audience }: Stage,
  { participantId, round, vote }: { participantId: string; round: number; vote: number },
): Send {
  return () => audience.toPlayer(participantId, savedFrame(round, vote));
}

/** [PTS-3] A deadline for everybody, and later ones for players who have more time. */
function tellDeadline({ state, audience }: Stage, frameWith: (ownExtraMs: number) => Frame): Send {
  const { phase } = state;
  const common = frameWith(0);
  const own = new Map<string, Frame>();
  if (phase.name === 'question')
    for (const player of state.players.values())
      if (player.timeFactor !== 1) own.set(player.id, frameWith(extraTime(state, player, phase.round)));
  return () => audience.everyone(() => common, own);
}

let saved: { round: number; vote: number; frame: Frame } | null = null;
/** The same bytes for every answer of a round, so they are made once. */
export function savedFrame(round: number, vote: number): Frame {
  if (saved?.round !== round || saved.vote !== vote) {
    saved = { round, vote, frame: messageFrame('answerSaved', { round, vote }) };
  }
  return saved.frame;
}

/** One message for everybody with a part for each player; hosts and projectors get an empty part. */
function privately(
  { audience }: Stage,
  type: 'roundClosed' | 'podium',
  common: (locale: string) => Buffer,
  own: (participantId: string) => unknown,
): Send {
  const framesIn = perLocale((locale) => pairFrames(type, common(locale)));
  const toPlayers = preparedForEach(audience.players, ([id, seated]) => {
    const frame = framesIn(seated.locale)(own(id));
    return () => audience.toSeated(seated, frame);
  });
  const toWatchers = () => audience.toWatchers((locale) => framesIn(locale)(null));
  return () => toEach([toPlayers, toWatchers], (send) => send());
}

/** What hosts know of a player beside the log. */
export function besideOf({ faceOf, people, muted }: Stage, participantId: string) {
  return {
    nickname: faceOf(participantId).nickname,
    review: people.reviewOf(participantId),
    muted: muted.has(participantId),
    account: people.hasAccount(participantId),
  };
}
