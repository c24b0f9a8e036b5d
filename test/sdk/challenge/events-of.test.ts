import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../../client-sdk/src/challenge/events-of.ts';
import { type ChallengeMessage, reduce, viewOf } from '../../../client-sdk/src/challenge/reduce.ts';
import type { ChallengeView } from '../../../client-sdk/src/challenge/view.ts';
import { own, question, reveal, viewAfter, welcome } from '../support/views.ts';

const told = (before: ChallengeView, message: ChallengeMessage) =>
  eventsOf(before, reduce(before, message), message);
const entering = (phase: ReturnType<typeof welcome>['phase']) => {
  const payload = welcome({ phase });
  return eventsOf(null, viewOf(payload), { type: 'welcome', payload }).map(([event]) => event);
};
const lobby = viewOf(welcome());
const asked = viewAfter(welcome(), {
  type: 'roundOpened',
  payload: { question: question(), at: 1_000, step: 5 },
});
const sending = viewAfter(asked, { type: 'answering', payload: { round: 0, vote: 1, answer: [1] } });

describe('the events of a class', () => {
  it('tell every phase once', () => {
    const open: ChallengeMessage = {
      type: 'roundOpened',
      payload: { question: question(), at: 1_000, step: 5 },
    };
    expect(told(lobby, open)).toEqual([['question', question()]]);
    expect(told(asked, open)).toEqual([]);
    const close: ChallengeMessage = {
      type: 'roundClosed',
      payload: [{ reveal: reveal(), at: 9_000, step: 6 }, own()],
    };
    expect(told(asked, close)).toEqual([
      ['revealed', { question: question(), reveal: reveal(), you: own() }],
    ]);
    expect(told(asked, { type: 'sessionEnded', payload: { reason: 'host' } })).toEqual([
      ['ended', { reason: 'host' }],
    ]);
  });

  it('tell on entering where the class stands, but no question that was answered before', () => {
    expect(entering({ name: 'lobby' })).toEqual([]);
    expect(entering({ name: 'get_ready', round: 0, of: 3, endsAt: 9 })).toEqual(['getReady']);
    expect(entering({ name: 'question', question: question(), answered: null })).toEqual(['question']);
    expect(entering({ name: 'question', question: question(), answered: [1] })).toEqual([]);
    expect(
      entering({ name: 'podium', podium: { places: [], teams: [], awards: [], hardest: [] }, you: null }),
    ).toEqual(['podium']);
  });

  it('tell after a drop what was missed, and not again what was known', () => {
    const away = viewAfter(asked, { type: 'connectionChanged', payload: 'reconnecting' });
    const same = welcome({ phase: { name: 'question', question: question(), answered: null } });
    expect(told(away, { type: 'welcome', payload: same })).toEqual([['connection', 'connected']]);
    const later = welcome({ phase: { name: 'question', question: question(1), answered: null } });
    expect(told(away, { type: 'welcome', payload: later })).toEqual([
      ['connection', 'connected'],
      ['question', question(1)],
    ]);
  });

  it('tell the fate of an answer before the phase that ends it', () => {
    expect(told(sending, { type: 'answerSaved', payload: { round: 0, vote: 1 } })).toEqual([
      ['saved', { round: 0, vote: 1 }],
    ]);
    expect(
      told(sending, {
        type: 'answerRefused',
        payload: { answerId: 'x', round: 0, code: 'answer/too-late' },
      }),
    ).toEqual([['refused', { round: 0, vote: 1, code: 'answer/too-late' }]]);
    const moved: ChallengeMessage = {
      type: 'getReady',
      payload: { round: 1, of: 3, endsAt: 1, at: 0, step: 9 },
    };
    expect(told(sending, moved).map(([event]) => event)).toEqual(['refused', 'getReady']);
  });

  it('tell pauses, moved deadlines and waiting', () => {
    const pause: ChallengeMessage = {
      type: 'paused',
      payload: { reason: 'host', remainingMs: 8_000, at: 13_000 },
    };
    expect(told(asked, pause)).toEqual([['paused', { reason: 'host', remainingMs: 8_000 }]]);
    const paused = viewAfter(asked, pause);
    expect(told(paused, { type: 'resumed', payload: { deadline: 28_000, at: 20_000 } })).toEqual([
      ['resumed', { remainingMs: 8_000 }],
    ]);
    expect(told(asked, { type: 'deadlineMoved', payload: { deadline: 31_000, at: 13_000 } })).toEqual([
      ['deadlineMoved', { remainingMs: 18_000 }],
    ]);
    expect(told(asked, { type: 'saving', payload: { waiting: true, at: 19_000 } })).toEqual([
      ['paused', { reason: 'saving', remainingMs: 2_000 }],
      ['saving', { waiting: true }],
    ]);
    expect(told(asked, { type: 'renamed', payload: { nickname: 'B' } })).toEqual([
      ['renamed', { nickname: 'B' }],
    ]);
    expect(
      told(lobby, { type: 'lobbyChanged', payload: { players: 2, added: null, removed: null } }),
    ).toEqual([['players', { players: 2, added: [], removed: [] }]]);
  });
});
