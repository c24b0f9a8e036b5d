import { describe, expect, it } from 'vitest';
import { type ChallengeMessage, reduce, viewOf } from '../../../client-sdk/src/challenge/reduce.ts';
import { deadlineOf } from '../../../client-sdk/src/challenge/time-left.ts';
import {
  adaId,
  benId,
  hostPlayer,
  hostWelcome,
  own,
  question,
  reveal,
  viewAfter,
  welcome,
} from '../support/views.ts';

const opened = (round = 0): ChallengeMessage => ({
  type: 'roundOpened',
  payload: { question: question(round), at: 1_000, step: 5 + round },
});
const answering = (answer = [1], round = 0): ChallengeMessage => ({
  type: 'answering',
  payload: { round, vote: 1, answer },
});
const closed = (you: ReturnType<typeof own> | null, round = 0): ChallengeMessage => ({
  type: 'roundClosed',
  payload: [{ reveal: reveal(round), at: 9_000, step: 6 }, you],
});
const saved: ChallengeMessage = { type: 'answerSaved', payload: { round: 0, vote: 1 } };
const refused = (code: string): ChallengeMessage => ({
  type: 'answerRefused',
  payload: { answerId: 'x', round: 0, code },
});

describe('a view', () => {
  it('is never changed: every change makes a new one, and no change keeps the old one', () => {
    const view = Object.freeze(viewOf(welcome()));
    const next = reduce(view, opened());
    expect(next).not.toBe(view);
    expect(view.phase).toEqual({ name: 'lobby' });
    expect(reduce(next, { type: 'clock', payload: { id: 1, at: 2 } })).toBe(next);
    expect(reduce(next, { type: 'commandDone', payload: { id: 'x' } })).toBe(next);
    expect(reduce(next, { type: 'saving', payload: { waiting: false, at: 1 } })).toBe(next);
    expect(reduce(next, { type: 'connectionChanged', payload: 'connected' })).toBe(next);
  });

  it('ignores a message of a kind that a later server may send', () => {
    const view = viewOf(welcome());
    expect(reduce(view, { type: 'fireworks', payload: {} } as never)).toBe(view);
  });

  it('follows a round from "get ready" to the podium', () => {
    let view = viewAfter(welcome(), {
      type: 'getReady',
      payload: { round: 0, of: 3, endsAt: 900, at: 600, step: 5 },
    });
    expect(view.phase).toEqual({ name: 'get_ready', round: 0, of: 3, endsAt: 900 });
    expect(deadlineOf(view.phase)).toBe(900);
    view = viewAfter(view, opened());
    expect(view).toMatchObject({ step: 5, phase: { name: 'question', answered: null } });
    expect(deadlineOf(view.phase)).toBe(21_000);
    view = viewAfter(view, closed(own()));
    expect(view).toMatchObject({ step: 6, you: { score: 900, rank: 2 } });
    expect(view.phase).toEqual({ name: 'reveal', question: question(), reveal: reveal(), you: own() });
    expect(deadlineOf(view.phase)).toBeNull();
    const standings = { round: 0, of: 3, top: [{ rank: 1, nickname: 'Ben', score: 950 }], teams: [] };
    view = viewAfter(view, { type: 'standings', payload: { standings, at: 10_000, step: 7 } });
    expect(view.phase).toEqual({ name: 'standings', standings, you: own() });
    const podium = { places: standings.top, teams: [], awards: [], hardest: [] };
    const final = { rank: 1, players: 4, score: 2_000, right: 3, answered: 3, bestStreak: 3, outcomes: null };
    view = viewAfter(view, { type: 'podium', payload: [{ podium, at: 11_000, step: 8 }, final] });
    expect(view).toMatchObject({
      phase: { name: 'podium', podium, you: final },
      you: { score: 2_000, rank: 1 },
    });
    view = viewAfter(view, { type: 'sessionEnded', payload: { reason: 'finished' } });
    expect(view).toMatchObject({ phase: { name: 'ended' }, ended: 'finished' });
  });

  it('stands still while paused and moves its deadline when it goes on', () => {
    let view = viewAfter(welcome(), opened(), {
      type: 'paused',
      payload: { reason: 'host', remainingMs: 8_000, at: 13_000 },
    });
    expect(view.paused).toEqual({ reason: 'host', remainingMs: 8_000 });
    view = viewAfter(view, { type: 'deadlineMoved', payload: { deadline: 31_000, at: 13_000 } });
    expect(view.paused?.remainingMs).toBe(18_000);
    view = viewAfter(view, { type: 'resumed', payload: { deadline: 58_000, at: 40_000 } });
    expect(view.paused).toBeNull();
    expect(deadlineOf(view.phase)).toBe(58_000);
    view = viewAfter(view, { type: 'deadlineMoved', payload: { deadline: 68_000, at: 41_000 } });
    expect(deadlineOf(view.phase)).toBe(68_000);
  });

  it('moves the deadline of "get ready" too, and bears a pause without deadline', () => {
    const ready = viewAfter(welcome({ phase: { name: 'get_ready', round: 0, of: 3, endsAt: 900 } }), {
      type: 'resumed',
      payload: { deadline: 5_000, at: 3_000 },
    });
    expect(deadlineOf(ready.phase)).toBe(5_000);
    const lobby = viewAfter(
      welcome(),
      { type: 'paused', payload: { reason: 'host_away', remainingMs: null, at: 600 } },
      { type: 'resumed', payload: { deadline: null, at: 700 } },
    );
    expect(lobby).toMatchObject({ paused: null, phase: { name: 'lobby' } });
  });

  it('knows a new nickname, that answers wait, and that it is over', () => {
    const view = viewAfter(
      welcome(),
      { type: 'renamed', payload: { nickname: 'Countess' } },
      { type: 'saving', payload: { waiting: true, at: 700 } },
      { type: 'connectionChanged', payload: 'reconnecting' },
    );
    expect(view).toMatchObject({ you: { nickname: 'Countess' }, saving: true, connection: 'reconnecting' });
    expect(viewAfter(view, { type: 'closed', payload: 'join/kicked' })).toMatchObject({
      connection: 'closed',
      closed: 'join/kicked',
    });
  });
});

describe('the own answer', () => {
  it('goes from sending to saved, and is gone with the next question', () => {
    let view = viewAfter(welcome(), opened(), answering());
    expect(view.answer).toEqual({ round: 0, vote: 1, answer: [1], status: 'sending', code: null });
    view = viewAfter(view, saved);
    expect(view.answer?.status).toBe('saved');
    expect(view.phase).toMatchObject({ name: 'question', answered: [1] });
    expect(viewAfter(view, opened(1)).answer).toBeNull();
  });

  it('keeps waiting while the class is paused or the server busy, and is refused by any other code', () => {
    const view = viewAfter(welcome(), opened(), answering());
    expect(viewAfter(view, refused('answer/paused'))).toBe(view);
    expect(viewAfter(view, refused('server/busy'))).toBe(view);
    expect(viewAfter(view, refused('answer/too-late')).answer).toMatchObject({
      status: 'refused',
      code: 'answer/too-late',
    });
  });

  it('that was saved is not unsaved by a late refusal, nor by replies to another round', () => {
    const view = viewAfter(welcome(), opened(), answering(), saved);
    expect(viewAfter(view, refused('answer/already-answered'))).toBe(view);
    const sending = viewAfter(welcome(), opened(1), answering([1], 1));
    expect(viewAfter(sending, saved)).toBe(sending);
  });

  it('counts when the result says so, even when its acknowledgement got lost', () => {
    const view = viewAfter(welcome(), opened(), answering([0]), closed(own({ answer: [1] })));
    expect(view.answer).toMatchObject({ status: 'saved', answer: [1] });
  });

  it('waits for its reply after the question closed, until the class goes on', () => {
    const view = viewAfter(welcome(), opened(), answering(), closed(own({ outcome: 'none', answer: null })));
    expect(view.answer?.status).toBe('sending');
    expect(viewAfter(view, opened(1)).answer).toBeNull();
    const moved = viewAfter(view, {
      type: 'getReady',
      payload: { round: 1, of: 3, endsAt: 1, at: 0, step: 9 },
    });
    expect(moved.answer).toMatchObject({ status: 'refused', code: 'answer/round-closed' });
  });

  const returning = (phase: ReturnType<typeof welcome>['phase']): ChallengeMessage => ({
    type: 'welcome',
    payload: welcome({ phase }),
  });
  const away = viewAfter(welcome(), opened(), answering());

  it.each([
    ['the question is still open', { name: 'question', question: question(), answered: null }, 'sending'],
    ['it counted', { name: 'question', question: question(), answered: [1] }, 'saved'],
    [
      'it shows in the reveal',
      { name: 'reveal', question: question(), reveal: reveal(), you: own() },
      'saved',
    ],
    [
      'the reveal knows no answer',
      { name: 'reveal', question: question(), reveal: reveal(), you: own({ outcome: 'none', answer: null }) },
      'refused',
    ],
    [
      'it shows in the standings',
      { name: 'standings', standings: { round: 0, of: 3, top: [] }, you: own() },
      'saved',
    ],
    ['the class is two rounds on', { name: 'get_ready', round: 2, of: 3, endsAt: 1 }, 'refused'],
  ] as const)('[DUR-7] after a drop: %s', (_, phase, status) => {
    expect(viewAfter(away, returning(structuredClone(phase) as never)).answer?.status).toBe(status);
  });

  it('[DUR-7] comes back with how sure it was, in every phase that shows it', () => {
    const sure = { answered: [1], stake: 'high' } as const;
    const phases = [
      { name: 'question', question: question(), ...sure },
      { name: 'discuss', question: question(), ...sure, endsAt: null },
      { name: 'reveal', question: question(), reveal: reveal(), you: own({ stake: 'high' }) },
    ] as const;
    for (const phase of phases)
      expect(viewOf(welcome({ phase: structuredClone(phase) as never })).answer).toEqual({
        round: 0,
        vote: 1,
        answer: [1],
        stake: 'high',
        status: 'saved',
        code: null,
      });
    const asked = viewAfter(welcome(), opened(), {
      type: 'answering',
      payload: { round: 0, vote: 1, answer: [1], stake: 'middle' },
    });
    expect(viewAfter(asked, saved).phase).toMatchObject({ answered: [1], stake: 'middle' });
    expect(viewAfter(asked, closed(own({ stake: 'low' }))).answer?.stake).toBe('low');
  });

  it.each([
    [
      'goes on where answers can be changed and the question is open',
      { answered: [0] },
      { answer: [1], status: 'sending' },
    ],
    ['is there already', { answered: [1] }, { answer: [1], status: 'saved' }],
    [
      'is there, but less sure than it says now',
      { answered: [1], stake: 'high' },
      { answer: [1], status: 'sending' },
    ],
  ] as const)('[DUR-7] a change on its way when the connection broke: %s', (_, said, answer) => {
    const phase = structuredClone({ name: 'question', question: question(), ...said }) as never;
    const changing = welcome({ phase });
    changing.rules.changeAnswers = true;
    expect(viewAfter(away, { type: 'welcome', payload: changing }).answer).toMatchObject(answer);
    changing.rules.changeAnswers = false;
    expect(viewAfter(away, { type: 'welcome', payload: changing }).answer?.status).toBe('saved');
  });

  it('[DUR-7] belongs to its question: with another one open there is none', () => {
    const phase = { name: 'question', question: question(1), answered: null } as const;
    expect(viewAfter(away, returning(phase)).answer).toBeNull();
  });
});

describe('what hosts and projectors see', () => {
  it('the names in the lobby: who came, who left, who has another name', () => {
    const projector = welcome({
      role: 'projector',
      you: null,
      pin: '123456',
      names: [{ participantId: adaId, nickname: 'Ada' }],
    });
    let view = viewAfter(projector, {
      type: 'lobbyChanged',
      payload: { players: 2, added: [{ participantId: benId, nickname: 'Ben' }], removed: [] },
    });
    expect(view).toMatchObject({ players: 2, pin: '123456' });
    expect(view.names?.map((one) => one.nickname)).toEqual(['Ada', 'Ben']);
    view = viewAfter(view, {
      type: 'lobbyChanged',
      payload: {
        players: 1,
        added: [{ participantId: adaId, nickname: 'Countess' }],
        removed: [adaId, benId],
      },
    });
    expect(view.names).toEqual([{ participantId: adaId, nickname: 'Countess' }]);
    const player = viewAfter(welcome(), {
      type: 'lobbyChanged',
      payload: { players: 9, added: null, removed: null },
    });
    expect(player).toMatchObject({ players: 9, names: null });
  });

  it('[HST-3] progress, spread, players and the run of questions', () => {
    let view = viewAfter(hostWelcome(), opened());
    expect(view.progress).toEqual({
      round: 0,
      answered: 0,
      connected: 2,
      spread: null,
      given: null,
      firstRight: null,
      at: 1_000,
    });
    expect(view.host!.players.every((one) => !one.answered)).toBe(true);
    view = viewAfter(
      view,
      {
        type: 'hostPlayers',
        payload: { changed: [hostPlayer(adaId, { score: 5 }), hostPlayer('new')], removed: [benId] },
      },
      {
        type: 'hostOptions',
        payload: { locked: true, advance: 'auto', standings: 'each', reactionsMuted: false },
      },
      {
        type: 'hostProgress',
        payload: {
          round: 0,
          answered: 1,
          connected: 2,
          spread: [0, 1, 0],
          given: null,
          firstRight: null,
          at: 2_000,
        },
      },
    );
    expect(view.host!.players.map((one) => one.participantId)).toEqual([adaId, 'new']);
    expect(view.host!.options).toEqual({
      locked: true,
      advance: 'auto',
      standings: 'each',
      reactionsMuted: false,
    });
    expect(view.progress).toMatchObject({ answered: 1, spread: [0, 1, 0] });
    view = viewAfter(view, closed(null));
    expect(view.host!.rounds.map((one) => one.rightShare)).toEqual([0.75, null, null]);
  });

  it('nothing of it reaches a player', () => {
    const view = viewAfter(
      welcome(),
      opened(),
      {
        type: 'hostOptions',
        payload: { locked: true, advance: 'auto', standings: 'each', reactionsMuted: false },
      },
      { type: 'hostPlayers', payload: { changed: [hostPlayer(benId)], removed: [] } },
    );
    expect(view).toMatchObject({ host: null, progress: null });
  });
});
