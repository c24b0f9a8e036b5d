import type { QuestionView } from '@tutti/client';
import type { GroupLearner, GroupStage, GroupTable, GroupView, Way } from '@tutti/client/groups';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer/answer.ts';
import { sameAnswer as asTheServer } from '../../src/domain/group-mission/answers.ts';
import type { AskedQuestion } from '../../src/domain/question/question.ts';
import { agreement, sameAnswer } from '../../web/src/player/group/agreement.ts';
import { clockText } from '../../web/src/player/group/mission-clock.tsx';
import { newsBetween } from '../../web/src/player/group/news.ts';
import { whatNow } from '../../web/src/player/group/what-now.ts';

const asked = (kind: QuestionView['kind']): QuestionView => ({
  round: 0,
  of: 1,
  vote: 1,
  kind,
  prompt: 'Why?',
  choices: ['a', 'b', 'c'],
  matches: [],
  blanks: 0,
  range: null,
  unit: null,
  media: null,
  pick: 1,
  points: 1,
  worth: null,
  timeLimitMs: 60_000,
  openedAt: 0,
  closesAt: 60_000,
});
const task = (way: Way): GroupStage => ({
  name: 'task',
  task: { task: 0, of: 9, way, question: asked('single_choice'), pieces: 0, hasHint: true },
});

const learner = (nickname: string, about: Partial<GroupLearner> = {}): GroupLearner => ({
  participantId: nickname,
  nickname,
  connected: true,
  ready: false,
  proposal: null,
  wantsHint: false,
  holds: 0,
  contribution: { proposals: 0, turns: 0, rightTurns: 0, piecesShared: 0, hintVotes: 0 },
  ...about,
});

/** What Ada sees. */
function seen(stage: GroupStage, learners: GroupLearner[], table: Partial<GroupTable> = {}): GroupView {
  return {
    connection: 'connected',
    closed: null,
    sessionId: 's',
    group: 1,
    title: 'The Missing Robot',
    locale: 'en',
    scenes: 4,
    tasks: 9,
    you: { participantId: 'Ada', nickname: 'Ada' },
    step: 1,
    stage,
    saving: false,
    table: {
      hearts: 5,
      coins: 2,
      hintPrice: 2,
      missionEndsAt: null,
      paused: null,
      turn: null,
      hint: null,
      pieces: [],
      learners,
      ...table,
    },
  };
}

const lobby: GroupStage = { name: 'lobby' };
const scene: GroupStage = { name: 'scene', scene: 0, of: 4, title: 'One', story: [], endsAt: 0 };
const ada = (about?: Partial<GroupLearner>) => learner('Ada', about);
const ben = (about?: Partial<GroupLearner>) => learner('Ben', about);
const cleo = (about?: Partial<GroupLearner>) => learner('Cleo', about);
const now = (...view: Parameters<typeof seen>) => {
  const told = whatNow(seen(...view));
  return told && [told.key, ...told.names];
};

describe('[GRP-1] what a learner is told to do', () => {
  it('is to wait for a second one in the lobby, then to be ready, then to wait for who is not', () => {
    expect(now(lobby, [ada()])).toEqual(['lobby.alone']);
    expect(now(lobby, [ada({ ready: true }), ben({ connected: false })])).toEqual(['lobby.alone']);
    expect(now(lobby, [ada(), ben()])).toEqual(['lobby.ready']);
    expect(now(lobby, [ada({ ready: true }), ben(), cleo()])).toEqual(['wait', 'Ben', 'Cleo']);
    expect(now(scene, [ada(), ben({ ready: true })])).toEqual(['scene']);
    expect(now(scene, [ada({ ready: true }), ben({ ready: true })])).toEqual(['waitAll']);
  });

  it('is to pick, to wait for the others, and to talk until all agree', () => {
    const stage = task('consensus');
    expect(now(stage, [ada(), ben({ proposal: [1] })])).toEqual(['pick']);
    expect(now(stage, [ada({ proposal: [0] }), ben()])).toEqual(['pickWait', 'Ben']);
    expect(now(stage, [ada({ proposal: [0] }), ben({ proposal: [1] })])).toEqual(['disagree']);
    const away = cleo({ connected: false });
    expect(now(stage, [ada({ proposal: [0] }), ben({ proposal: [0] }), away])).toEqual(['grace', 'Cleo']);
  });

  it('is to answer when it is the own turn, and to think along when it is not', () => {
    const stage = task('turns');
    expect(now(stage, [ada(), ben()], { turn: 'Ada' })).toEqual(['yourTurn']);
    expect(now(stage, [ada(), ben()], { turn: 'Ben' })).toEqual(['theirTurn', 'Ben']);
    expect(now(stage, [ada(), ben({ connected: false })], { turn: 'Ben' })).toEqual(['turnAway', 'Ben']);
  });

  it('is to share first, then to ask those who still hold something, then to put it together', () => {
    const stage = task('split');
    expect(whatNow(seen(stage, [ada({ holds: 2 }), ben()]))).toMatchObject({ key: 'share', count: 2 });
    expect(now(stage, [ada(), ben({ holds: 1 })])).toEqual(['clues', 'Ben']);
    expect(now(stage, [ada(), ben()])).toEqual(['cluesPick']);
  });

  it('is to wait in a pause, and nothing at the end', () => {
    const paused = { reason: 'waiting', since: 0, until: 1 } as const;
    expect(now(task('turns'), [ada()], { turn: 'Ada', paused })).toEqual(['paused.waiting']);
    expect(now({ name: 'ended', reason: 'solved', reward: 0, right: 0, of: 9 }, [ada()])).toBeNull();
  });
});

describe('[GRP-1] agreement', () => {
  it.each([
    ['single_choice', [1], [1]],
    ['single_choice', [1], [2]],
    ['multiple_choice', [0, 2], [2, 0]],
    ['ordering', [0, 2, 1], [2, 0, 1]],
    ['fill_blank', [' The  Robot '], ['the robot']],
    ['word_cloud', ['b', 'A'], ['a', 'B']],
    ['numeric', 3, 3.0],
    ['hotspot', { x: 0.5, y: 0.25 }, { x: 0.5, y: 0.2 }],
  ] as const)('of two answers to %s (%j, %j) is judged as the server does', (kind, one, other) => {
    const pair = [one, other] as unknown as [Answer, Answer];
    expect(sameAnswer(asked(kind), ...pair)).toBe(asTheServer({ kind } as AskedQuestion, ...pair));
  });

  it('counts those who are there', () => {
    const learners = [
      ada({ proposal: [1] }),
      ben({ proposal: [1] }),
      cleo(),
      learner('Dan', { connected: false }),
    ];
    expect(agreement(asked('single_choice'), seen(task('consensus'), learners).table)).toEqual({
      most: 2,
      of: 3,
    });
  });
});

it('[GRP-2] who comes, goes, answers and shares is told, and nothing of oneself', () => {
  const stage = task('split');
  const clue = { piece: 0, text: 'It was night.', holder: 'Ben' };
  const before = seen(stage, [ada(), ben(), cleo()]);
  const after = seen(
    stage,
    [ada({ proposal: [0] }), ben({ proposal: [1] }), cleo({ connected: false }), learner('Dan')],
    {
      hint: 'Look.',
      pieces: [
        { ...clue, shared: true },
        { ...clue, piece: 1, holder: 'Ada', shared: true },
      ],
    },
  );
  expect(newsBetween(before, after)).toEqual([
    { key: 'answer', name: 'Ben', answer: [1] },
    { key: 'away', name: 'Cleo' },
    { key: 'back', name: 'Dan' },
    { key: 'clue', name: 'Ben', text: 'It was night.' },
    { key: 'hint', text: 'Look.' },
  ]);
  expect(newsBetween(after, after)).toEqual([]);
  expect(newsBetween(before, { ...after, sessionId: 'another' })).toEqual([]);
});

it('the clock of the mission says minutes and seconds', () => {
  expect([clockText(0), clockText(59_100), clockText(1_500_000)]).toEqual(['0:00', '1:00', '25:00']);
});
