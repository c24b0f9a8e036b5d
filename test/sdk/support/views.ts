import type { ChallengeView, HostPlayer, OwnResult, QuestionView, Reveal, Welcome } from '@tutti/client';
import { type ChallengeMessage, reduce, viewOf } from '../../../client-sdk/src/challenge/reduce.ts';

export const adaId = '018f0000-0000-7000-8000-000000000001';
export const benId = '018f0000-0000-7000-8000-000000000002';

export function question(round = 0, more: Partial<QuestionView> = {}): QuestionView {
  return {
    round,
    of: 3,
    vote: 1,
    kind: 'single_choice',
    prompt: `Question ${round}?`,
    choices: ['a', 'b', 'c'],
    matches: [],
    blanks: 0,
    range: null,
    unit: null,
    media: null,
    pick: 1,
    points: 1,
    worth: null,
    timeLimitMs: 20_000,
    openedAt: 1_000,
    closesAt: 21_000,
    ...more,
  };
}

export function reveal(round = 0): Reveal {
  return {
    round,
    of: 3,
    vote: 1,
    key: [1],
    explanation: 'Because.',
    spread: [1, 3, 0],
    given: { texts: [], spots: [] },
    answered: 4,
    right: 3,
    first: null,
  };
}

export function own(more: Partial<OwnResult> = {}): OwnResult {
  return {
    outcome: 'right',
    answer: [1],
    points: 900,
    bonus: 0,
    hearts: null,
    score: 900,
    streak: 1,
    rank: 2,
    players: 4,
    toNext: 50,
    ...more,
  };
}

export function hostPlayer(participantId: string, more: Partial<HostPlayer> = {}): HostPlayer {
  return {
    participantId,
    nickname: 'Ada',
    connected: true,
    answered: true,
    score: 0,
    rank: 1,
    struggling: false,
    kicked: false,
    review: null,
    team: null,
    hearts: null,
    timeFactor: 1,
    account: false,
    reactionsMuted: false,
    text: null,
    ...more,
  };
}

export function welcome(more: Partial<Welcome> = {}): Welcome {
  return {
    role: 'player',
    sessionId: '018f0000-0000-7000-8000-0000000000ff',
    title: 'Spot the Fake',
    locale: 'en',
    of: 3,
    at: 500,
    step: 4,
    phase: { name: 'lobby' },
    paused: null,
    players: 1,
    rules: {
      format: 'challenge',
      scoring: 'speed',
      teams: 0,
      chooseTeams: false,
      changeAnswers: false,
      streakBonus: false,
      rehearsal: false,
      timed: true,
    },
    you: {
      participantId: adaId,
      nickname: 'Ada',
      score: 0,
      rank: 1,
      review: null,
      team: null,
      hearts: null,
      reactionsMuted: false,
    },
    pin: null,
    secondFactor: null,
    names: null,
    host: null,
    ...more,
  };
}

export function hostWelcome(more: Partial<Welcome> = {}): Welcome {
  return welcome({
    role: 'host',
    you: null,
    pin: '123456',
    names: [],
    host: {
      options: { locked: false, advance: 'manual', standings: 'each', reactionsMuted: false },
      players: [hostPlayer(adaId), hostPlayer(benId, { nickname: 'Ben' })],
      audience: { coHosts: [], spectators: 0 },
      rounds: [0, 1, 2].map((round) => ({
        round,
        kind: 'single_choice',
        prompt: `Question ${round}?`,
        rightShare: null,
      })),
      progress: {
        round: -1,
        answered: 0,
        connected: 2,
        spread: null,
        given: null,
        firstRight: null,
        at: 500,
      },
    },
    ...more,
  });
}

/** The view after all these, in order. */
export function viewAfter(start: Welcome | ChallengeView, ...messages: ChallengeMessage[]): ChallengeView {
  return messages.reduce(reduce, 'connection' in start ? start : viewOf(start));
}
