import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import type { ChallengeEvent, FactType } from '../../src/domain/challenge/events.ts';
import { gapsToNext } from '../../src/domain/challenge/ranking.ts';
import { type ChallengeState, deadlineOf } from '../../src/domain/challenge/state.ts';
import { type Frame, frameOf, packed, pairFrames } from '../../src/platform/realtime/frames.ts';
import type { HostAudience, NameReview } from '../../src/wire/joining.ts';
import { closeCodes, type ServerMessage, type ServerPayloads } from '../../src/wire/messages.ts';
import { type Audience, perLocale, type SeatedPlayer } from './audience.ts';
import { ownFinal, ownResult, podiumView, questionView, revealView, standingsView } from './class-views.ts';

export interface Stage {
  plan: ClassPlan;
  state: ChallengeState;
  audience: Audience;
  nameOf(participantId: string): string;
  people: { reviewOf(participantId: string): NameReview | null; audienceView(): HostAudience };
}

/** Sends what was prepared; called once the event is durable. */
export type Send = () => void;

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
      of: state.plan.rounds.length,
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
    const frameFor = perLocale((locale) =>
      messageFrame('roundOpened', { question: questionView(plan, asked, locale), at: clock, step }),
    );
    return () => audience.everyone(frameFor);
  },

  'answer.accepted'({ audience }, { participantId, round, vote }) {
    return () => audience.toPlayer(participantId, savedFrame(round, vote));
  },

  'round.closed'(stage, { round, reason, clock }) {
    if (reason === 'skipped') return () => {};
    const { plan, state } = stage;
    const common = perLocale((locale) =>
      packed({ reveal: revealView(plan, state, round, locale), at: clock, step: state.step }),
    );
    const gaps = gapsToNext(state);
    return privately(stage, 'roundClosed', common, (id) => ownResult(state, state.players.get(id)!, gaps));
  },

  'standings.shown'({ state, audience, nameOf }, { round, clock }) {
    const frame = messageFrame('standings', {
      standings: standingsView(state, round, nameOf),
      at: clock,
      step: state.step,
    });
    return () => audience.everyone(() => frame);
  },

  'podium.shown'(stage, { clock }) {
    const { plan, state, nameOf } = stage;
    const common = perLocale((locale) =>
      packed({ podium: podiumView(plan, state, locale, nameOf), at: clock, step: state.step }),
    );
    return privately(stage, 'podium', common, (id) => ownFinal(state, state.players.get(id)!));
  },

  'session.paused'({ state, audience }, { reason, clock }) {
    // `saving` told it when it began; by now it is about to end
    if (reason === 'saving') return () => {};
    const frame = messageFrame('paused', { reason, remainingMs: state.paused!.remainingMs, at: clock });
    return () => audience.everyone(() => frame);
  },

  'session.resumed'({ state, audience }, { clock }) {
    const frame = messageFrame('resumed', { deadline: deadlineOf(state.phase), at: clock });
    return () => audience.everyone(() => frame);
  },

  'deadline.moved'({ state, audience }, { clock }) {
    const frame = messageFrame('deadlineMoved', { deadline: deadlineOf(state.phase)!, at: clock });
    return () => audience.everyone(() => frame);
  },

  'session.locked': tellOptions,
  'advance.set': tellOptions,

  'player.kicked'({ audience }, { participantId }) {
    return () => audience.players.get(participantId)?.client.leave(closeCodes.kicked, 'kicked');
  },

  'session.ended'({ audience }, { reason }) {
    const frame = messageFrame('sessionEnded', { reason });
    return () => audience.everyone(() => frame);
  },
};

function tellOptions({ state, audience }: Stage): Send {
  const frame = messageFrame('hostOptions', { locked: state.locked, advance: state.advance });
  return () => audience.toHosts(frame);
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
  const made: [SeatedPlayer, Frame][] = [];
  for (const [id, seated] of audience.players) made.push([seated, framesIn(seated.locale)(own(id))]);
  return () => {
    for (const [seated, frame] of made) audience.toSeated(seated, frame);
    audience.toWatchers((locale) => framesIn(locale)(null));
  };
}
