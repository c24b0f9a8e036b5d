import type { HostPlayer, PhaseView, QuestionView, Reveal } from '@tutti/client';
import { describe, expect, it } from 'vitest';
import { windowOfRows } from '../../web/src/desk/states/window-of-rows.ts';
import {
  groupedPin,
  joinAddresses,
  joinLink,
  reachesOnlyThisComputer,
  spokenAddress,
} from '../../web/src/shared/join-address.ts';
import { firstToCome, movedBy, without } from '../../web/src/teach/host/arranging.ts';
import { markOf, textsToMark } from '../../web/src/teach/host/marks.ts';
import { nextStep } from '../../web/src/teach/host/next-step.ts';
import { countsOf, shownPlayers } from '../../web/src/teach/host/player-list.ts';
import { presentRound } from '../../web/src/teach/host/present-round.ts';
import { allQuestions, changed, moved, wanted } from '../../web/src/teach/library/question-choice.ts';

const question = { round: 0, of: 2 } as QuestionView;
const revealOf = (round: number): PhaseView => ({
  name: 'reveal',
  question,
  reveal: { round, of: 2 } as Reveal,
  you: null,
});
const standingsOf = (round: number): PhaseView => ({
  name: 'standings',
  standings: { round, of: 2, top: [], teams: [] },
  you: null,
});
const podium: PhaseView = {
  name: 'podium',
  podium: { places: [], teams: [], awards: [], hardest: [] },
  you: null,
};

describe('the one big button', () => {
  const step = (phase: PhaseView, standings: 'each' | 'end' | 'off' = 'each', paused = false) =>
    nextStep({ phase, paused, standings });

  it('[HST-1] says what comes, from the lobby to the end', () => {
    expect(step({ name: 'lobby' })).toBe('start');
    expect(step({ name: 'get_ready', round: 0, of: 2, endsAt: 0 })).toBe('openNow');
    expect(step({ name: 'question', question, answered: null })).toBe('showAnswer');
    expect(step(revealOf(0))).toBe('showStandings');
    expect(step(standingsOf(0))).toBe('nextQuestion');
    expect(step(revealOf(1))).toBe('showPodium');
    expect(step(podium)).toBe('finish');
    expect(step({ name: 'ended' })).toBeNull();
  });

  it('[RVL-2] promises no standings where the host chose to see them only at the end, or never', () => {
    expect(step(revealOf(0), 'end')).toBe('nextQuestion');
    expect(step(revealOf(0), 'off')).toBe('nextQuestion');
    expect(step(revealOf(1), 'end')).toBe('showStandings');
  });

  it('[RND-5] goes on where the class stands still', () => {
    expect(step({ name: 'question', question, answered: null }, 'each', true)).toBe('resume');
    expect(step({ name: 'ended' }, 'each', true)).toBeNull();
  });
});

describe('the run of questions', () => {
  it('knows which question is open and which one only comes', () => {
    expect(presentRound({ name: 'lobby' })).toEqual({ round: 0, next: true });
    expect(presentRound({ name: 'get_ready', round: 1, of: 2, endsAt: 0 })).toEqual({ round: 1, next: true });
    expect(presentRound(revealOf(1))).toEqual({ round: 1, next: false });
    expect(presentRound(podium)).toBeNull();
  });
});

describe('what is still to come', () => {
  it('[HST-1] begins after the question that the class has seen', () => {
    expect(firstToCome({ name: 'lobby' })).toBe(0);
    expect(firstToCome({ name: 'get_ready', round: 1, of: 4, endsAt: 0 })).toBe(2);
    expect(firstToCome({ name: 'discuss', question, answered: null, endsAt: null })).toBe(1);
    expect(firstToCome(revealOf(1))).toBe(2);
    expect(firstToCome(podium)).toBeNull();
  });

  it('is moved by one place, or loses one, and never touches what was', () => {
    expect(movedBy(1, 4, 3, -1)).toEqual([1, 3, 2]);
    expect(movedBy(1, 4, 1, -1)).toEqual([1, 2, 3]);
    expect(movedBy(1, 4, 3, 1)).toEqual([1, 2, 3]);
    expect(without(1, 4, 2)).toEqual([1, 3]);
  });
});

describe('the questions of a class', () => {
  const all = allQuestions({
    lessonList: [
      {
        questions: [
          { id: 'a', prompt: 'A' },
          { id: 'b', prompt: 'B' },
          { id: 'c', prompt: 'C' },
        ],
      },
    ],
  } as never);

  it('are all of the mission, as long as nobody changes anything', () => {
    expect(wanted(all, all)).toBeNull();
    expect(wanted(moved(moved(all, 0, 1), 1, -1), all)).toBeNull();
  });

  it('are what the teacher ticked, in that order, with its own time and worth', () => {
    const changes = changed(changed(moved(all, 2, -1), 0, { asked: false }), 1, { seconds: 45, worth: 500 });
    expect(wanted(changes, all)).toEqual([
      { questionId: 'c', seconds: 45, worth: 500 },
      { questionId: 'b', seconds: null, worth: null },
    ]);
  });
});

describe('the join address', () => {
  const network = ['http://192.168.1.20:2567', 'http://10.0.0.4:2567'];

  it('is one that phones reach, when the host page was opened on the computer itself', () => {
    const { all, first } = joinAddresses(network, 'http://localhost:2567', null);
    expect(first).toBe(network[0]);
    expect(all).toEqual([...network, 'http://localhost:2567']);
  });

  it('is the address of the host page, when that came over the network', () => {
    expect(joinAddresses(network, 'https://tutti.example.org', null).first).toBe('https://tutti.example.org');
    expect(joinAddresses(network, 'http://10.0.0.4:2567', null)).toEqual({
      all: ['http://10.0.0.4:2567', 'http://192.168.1.20:2567'],
      first: 'http://10.0.0.4:2567',
    });
  });

  it('is the one that the host chose last, as long as it exists', () => {
    expect(joinAddresses(network, 'http://localhost:2567', network[1]!).first).toBe(network[1]);
    expect(joinAddresses(network, 'http://localhost:2567', 'http://172.16.0.9:2567').first).toBe(network[0]);
  });

  it('falls back to the address of the page and says that it works here alone', () => {
    const { first } = joinAddresses([], 'http://localhost:2567', null);
    expect(first).toBe('http://localhost:2567');
    expect(reachesOnlyThisComputer(first)).toBe(true);
    expect(reachesOnlyThisComputer('http://192.168.1.20:2567')).toBe(false);
  });

  it('[JOIN-1] carries the PIN in the link, and reads well aloud', () => {
    expect(joinLink('http://10.0.0.4:2567', '012345')).toBe('http://10.0.0.4:2567/j/012345');
    expect(groupedPin('012345')).toBe('012 345');
    expect(spokenAddress('http://10.0.0.4:2567')).toBe('10.0.0.4:2567');
    expect(spokenAddress('https://tutti.example.org')).toBe('https://tutti.example.org');
  });
});

describe('the list of players', () => {
  const player = (nickname: string, more: Partial<HostPlayer> = {}): HostPlayer => ({
    participantId: nickname,
    nickname,
    connected: true,
    answered: false,
    team: null,
    hearts: null,
    timeFactor: 1,
    account: false,
    reactionsMuted: false,
    text: null,
    score: 0,
    rank: 1,
    struggling: false,
    kicked: false,
    review: null,
    ...more,
  });
  const players = [
    player('Zoë', { answered: true }),
    player('Nguyễn', { struggling: true }),
    player('ada 10', { connected: false }),
    player('Ada 2'),
    player('Gone', { kicked: true, connected: false }),
  ];
  const names = (filter: Parameters<typeof shownPlayers>[1]['filter'], search = '') =>
    shownPlayers(players, { filter, search, locale: 'en' }).map(({ nickname }) => nickname);

  it('stands in the order of names, so that nobody jumps about while a question is open', () => {
    expect(names('all')).toEqual(['Ada 2', 'ada 10', 'Nguyễn', 'Zoë']);
  });

  it('[HST-3] finds who has not answered, who struggles, who is away and who was removed', () => {
    expect(names('waiting')).toEqual(['Ada 2', 'Nguyễn']);
    expect(names('struggling')).toEqual(['Nguyễn']);
    expect(names('away')).toEqual(['ada 10']);
    expect(names('removed')).toEqual(['Gone']);
    expect(countsOf(players)).toEqual({
      all: 4,
      waiting: 2,
      struggling: 1,
      away: 1,
      removed: 1,
      connected: 3,
    });
  });

  it('[HST-1] has an open answer to mark of everyone who wrote one, always in the same place', () => {
    const wrote = (text: string) => ({ text: { text, outcome: 'unmarked' as const } });
    const texts = textsToMark([player('Bo', wrote('b')), player('Al', wrote('a')), player('Quiet')], 'en');
    expect(texts.map(({ text }) => text.text)).toEqual(['a', 'b']);
    expect([markOf('unmarked'), markOf('partly'), markOf('right')]).toEqual([null, 'partly', 'right']);
  });

  it('finds a name without its accents and whatever its case', () => {
    expect(names('all', 'NGUYEN')).toEqual(['Nguyễn']);
    expect(names('all', ' zoe ')).toEqual(['Zoë']);
    expect(names('all', 'nobody')).toEqual([]);
  });
});

describe('a window of rows', () => {
  const rows = (scrollTop: number, count = 2_000) =>
    windowOfRows({ count, rowHeight: 50, scrollTop, viewHeight: 500, overscan: 5 });

  it('draws a few rows of two thousand and keeps the height of all', () => {
    for (const scrollTop of [0, 49, 50_000, 99_500, 200_000, -80]) {
      const { from, to, before, after } = rows(scrollTop);
      expect(to - from).toBeLessThanOrEqual(21);
      expect(before + (to - from) * 50 + after).toBe(100_000);
    }
  });

  it('shows every row that is in sight', () => {
    for (let scrollTop = 0; scrollTop <= 99_500; scrollTop += 730) {
      const { from, to } = rows(scrollTop);
      expect(from).toBeLessThanOrEqual(Math.floor(scrollTop / 50));
      expect(to).toBeGreaterThanOrEqual(Math.min(2_000, Math.ceil((scrollTop + 500) / 50)));
    }
  });

  it('draws all of a short list, also an empty one', () => {
    expect(rows(0, 3)).toEqual({ from: 0, to: 3, before: 0, after: 0 });
    expect(rows(0, 0)).toEqual({ from: 0, to: 0, before: 0, after: 0 });
  });
});
