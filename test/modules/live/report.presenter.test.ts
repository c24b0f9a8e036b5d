import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ReportFacts } from '../../../src/modules/live/report.facts.ts';
import { presentReport } from '../../../src/modules/live/report.presenter.ts';
import { reportCsv } from '../../../src/modules/live/report-csv.ts';
import { reportXlsx } from '../../../src/modules/live/report-xlsx.ts';

const ann = '00000000-0000-7000-8000-000000000001';
const ben = '00000000-0000-7000-8000-000000000002';
const cem = '00000000-0000-7000-8000-000000000003';

function question(
  key: number[],
  objectives: string[],
  words = 'Which?',
): ReportFacts['plan']['rounds'][number] {
  return {
    questionId: '00000000-0000-7000-8000-0000000000aa',
    kind: 'single_choice',
    points: 1,
    partial: false,
    timeLimitMs: 20_000,
    objectives,
    key,
    choices: 3,
    texts: {
      en: { prompt: words, explanation: 'Because.', hint: null, choices: ['A', 'B', 'C'] },
      es: { prompt: `¿${words}`, explanation: 'Porque.', hint: null, choices: ['Á', 'É', 'Í'] },
    },
  };
}

function participant(id: string, nickname: string, more: Partial<ReportFacts['participants'][number]> = {}) {
  return {
    id,
    nickname,
    score: 0,
    correct_count: 0,
    answered_count: 0,
    final_rank: 1,
    joined_in_round: 0,
    left_in_round: null,
    team: null,
    kicked: false,
    ...more,
  };
}

/** Three rounds: two answered, the third never asked. */
function facts(more: Partial<ReportFacts> = {}): ReportFacts {
  return {
    session: { id: ann, title: 'Title', createdAt: '2026-11-21T10:00:00.000Z' } as ReportFacts['session'],
    plan: {
      titles: { en: 'Title' },
      locale: 'en',
      locales: ['en', 'es'],
      objectives: {
        spot: { en: 'Spot it', es: 'Verlo' },
        tell: { en: 'Tell it' },
        rest: { en: 'Never asked' },
      },
      rounds: [question([0], ['spot']), question([2], ['tell', 'spot'], 'What?'), question([1], ['rest'])],
    },
    rounds: [
      {
        position: 0,
        answered: 2,
        correct: 2,
        mean_ms: 1_500,
        spread: [2, 0, 0],
        texts: [],
        first_vote: null,
      },
      {
        position: 1,
        answered: 2,
        correct: 0,
        mean_ms: 4_000,
        spread: [1, 1, 0],
        texts: [],
        first_vote: null,
      },
    ],
    participants: [
      participant(ann, 'Ann', { score: 1_900, correct_count: 1, answered_count: 2 }),
      participant(ben, 'Ben', { joined_in_round: 1, left_in_round: 1, final_rank: 2 }),
      participant(cem, 'Cem', { kicked: true, final_rank: null }),
    ],
    answers: [
      {
        round: 0,
        vote: 1,
        participant_id: ann,
        answer: [0],
        outcome: 'right',
        stake: null,
        response_ms: 1_000,
        points: 1_900,
      },
      {
        round: 1,
        vote: 1,
        participant_id: ann,
        answer: [1],
        outcome: 'wrong',
        stake: null,
        response_ms: 4_000,
        points: 0,
      },
      {
        round: 0,
        vote: 1,
        participant_id: cem,
        answer: [0],
        outcome: 'right',
        stake: null,
        response_ms: 2_000,
        points: 950,
      },
      {
        round: 1,
        vote: 1,
        participant_id: cem,
        answer: [0],
        outcome: 'wrong',
        stake: null,
        response_ms: 4_000,
        points: 0,
      },
    ],
    notBegun: null,
    ...more,
  };
}

describe('the report', () => {
  test('[REP-1] has per question the right share, the mean time, the spread and the commonest wrong answer', async () => {
    const [first, second, third] = (await presentReport(facts(), 'en')).questions;
    expect(first).toMatchObject({ rightShare: 1, meanMs: 1_500, commonestWrong: null, asked: true });
    expect(second).toMatchObject({
      prompt: 'What?',
      rightShare: 0,
      commonestWrong: { text: 'A', picked: 1 },
    });
    expect(second!.choices).toEqual([
      { text: 'A', correct: false, picked: 1 },
      { text: 'B', correct: false, picked: 1 },
      { text: 'C', correct: true, picked: 0 },
    ]);
    expect(third).toMatchObject({
      asked: false,
      answered: 0,
      rightShare: null,
      meanMs: null,
      commonestWrong: null,
    });
  });

  test('[REP-1] begins with what went best and what went worst; removed players are not counted as players', async () => {
    expect((await presentReport(facts(), 'en')).glance).toEqual({
      players: 2,
      answers: 4,
      rightShare: 0.5,
      strongest: { objective: 'Spot it', rightShare: 0.5 },
      weakest: { objective: 'Tell it', rightShare: 0 },
    });
  });

  test('[RVL-3] has of two votes what the first one said, and how many of the wrong ones came to be right', async () => {
    const [first, second] = facts().rounds;
    const twice = { ...first!, answered: 10, correct: 7, spread: [7, 3, 0] };
    const firstVote = { answered: 10, right: 4, spread: [4, 5, 1] };
    const allKnew = { ...second!, first_vote: { answered: 2, right: 2, spread: [0, 0, 2] } };
    const { questions } = await presentReport(
      facts({ rounds: [{ ...twice, first_vote: firstVote }, allKnew] }),
      'en',
    );
    expect(questions.map((one) => one.first)).toEqual([
      { ...firstVote, rightShare: 0.4, gain: expect.closeTo(0.5, 12) },
      { answered: 2, right: 2, spread: [0, 0, 2], rightShare: 1, gain: null },
      null,
    ]);
    const fewer = { ...twice, correct: 1, first_vote: firstVote };
    expect((await presentReport(facts({ rounds: [fewer] }), 'en')).questions[0]!.first!.gain).toBeCloseTo(
      -0.5,
    );
  });

  test('[REP-1] of a class in which nobody answered has no shares instead of false ones', async () => {
    const empty = await presentReport(facts({ rounds: [], answers: [], participants: [] }), 'en');
    expect(empty.glance).toEqual({
      players: 0,
      answers: 0,
      rightShare: null,
      strongest: null,
      weakest: null,
    });
    expect(empty.learners).toEqual([]);
  });

  test('[REP-1] has per learner one entry a question, and who came late, left or was removed', async () => {
    const { learners } = await presentReport(facts(), 'en');
    expect(learners.map(({ answers }) => answers.map(({ outcome }) => outcome))).toEqual([
      ['right', 'wrong', 'none'],
      ['none', 'none', 'none'],
      ['right', 'wrong', 'none'],
    ]);
    expect(learners[0]!.answers[0]).toEqual({
      outcome: 'right',
      answer: [0],
      words: 'A',
      points: 1_900,
      ms: 1_000,
      stake: null,
      firstOutcome: null,
    });
    expect(learners[1]).toMatchObject({ joinedInRound: 1, leftInRound: 1, kicked: false });
    expect(learners[2]).toMatchObject({ rank: null, kicked: true });
  });

  test("[REP-1] is told in the reader's language, and falls back to the mission's own", async () => {
    const { questions, glance } = await presentReport(facts(), 'es');
    expect(questions[0]).toMatchObject({ prompt: '¿Which?', explanation: 'Porque.', objectives: ['Verlo'] });
    expect(glance.weakest!.objective).toBe('Tell it');
  });
});

describe('the report as CSV', () => {
  const nasty = ['=SUM(A1)', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', '"=1"', 'a,b', 'a"b', 'Plain'];

  test('[REP-1] [EDG-9] has one row a learner, and a spreadsheet computes none of its cells', async () => {
    const people = nasty.map((nickname, i) =>
      participant(`00000000-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`, nickname),
    );
    const plan = facts().plan;
    plan.rounds[0]!.texts.en!.prompt = '=cmd()';
    const table = parse(
      await reportCsv(await presentReport(facts({ plan, participants: people, answers: [] }), 'en'), 'en'),
    );
    expect(table).toHaveLength(1 + nasty.length);
    expect(new Set(table.map((row) => row.length))).toEqual(new Set([9 + 4 * 3]));
    expect(table.slice(1).map(([, nickname]) => nickname!.replace(/^'/, ''))).toEqual(nasty);
    for (const cell of table.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
  });

  test('[REP-1] has the numbers of the report', async () => {
    const [head, first, second, third] = parse(await reportCsv(await presentReport(facts(), 'en'), 'en'));
    expect(head!.slice(0, 4)).toEqual(['Place', 'Name', 'Team', 'Points']);
    expect(first).toEqual([
      ...['1', 'Ann', '', '1900', '1', '2', '1', '', ''],
      ...['right', 'A', '1900', '1', 'wrong', 'B', '0', '4', '', '', '0', ''],
    ]);
    expect(second!.slice(6, 9)).toEqual(['2', '2', '']);
    expect(third!.slice(0, 9)).toEqual(['', 'Cem', '', '0', '0', '0', '1', '', 'yes']);
  });
});

describe('[REP-4] the report of a homework', () => {
  const homework = facts({
    participants: [participant(ann, 'Ann'), participant(ben, 'Ben', { left_in_round: 1 })],
    notBegun: [{ userId: cem, name: '=Cem' }],
  });

  test('says in each row of the table who is through, who stopped and who did not begin', async () => {
    const table = parse(await reportCsv(await presentReport(homework, 'en'), 'en'));
    expect(table.map((row) => [row[1], row[9]])).toEqual([
      ['Name', 'Homework'],
      ['Ann', 'finished'],
      ['Ben', 'not finished'],
      ["'=Cem", 'not started'],
    ]);
    expect(new Set(table.map((row) => row.length))).toEqual(new Set([10 + 4 * 3]));
    const spanish = await reportCsv(await presentReport(homework, 'es'), 'es');
    const [, , , last] = parse(spanish.replaceAll(';', ','));
    expect(last![9]).toBe('sin empezar');
  });

  test('has the same in the workbook, and counts them in the overview', async () => {
    const files = unzipSync(await reportXlsx(await presentReport(homework, 'en'), 'en', () => null));
    const sheet = (n: number) => strFromU8(files[`xl/worksheets/sheet${n}.xml`]!);
    for (const word of ['finished', 'not finished', '=Cem', 'not started'])
      expect(sheet(3)).toContain(`>${word}<`);
    expect(sheet(1)).toContain('>not started<');
    expect(await reportCsv(await presentReport(facts(), 'en'), 'en')).not.toContain('Homework');
  });
});

describe('the report of every kind of question', () => {
  const texts = (more: object = {}) => ({
    en: { prompt: 'Which?', explanation: 'Because.', hint: null, choices: ['A', 'B', 'C'], ...more },
  });
  const asks = (round: object, more: object = {}) =>
    ({
      questionId: ann,
      points: 1,
      timeLimitMs: 20_000,
      objectives: ['spot'],
      texts: texts(more),
      ...round,
    }) as unknown as ReportFacts['plan']['rounds'][number];
  const rounds = [
    asks({ kind: 'matching', choices: 3, key: [2, 0, 1] }, { matches: ['x', 'y', 'z'] }),
    asks({ kind: 'ordering', choices: 3, key: [2, 1, 0], partial: false }),
    asks({ kind: 'fill_blank', blanks: [{ accepted: ['sea'], typo: true }] }, { blanks: ['sea'] }),
    asks({ kind: 'numeric', value: 12, tolerance: 0 }, { unit: 'km' }),
    asks({ kind: 'hotspot', areas: [[{ x: 0, y: 0 }]] }),
    asks({ kind: 'poll', choices: 3, most: 2 }),
    asks({ kind: 'word_cloud', words: 2 }),
    asks({ kind: 'open_text', keywords: null }, { sample: 'A lake.' }),
  ];
  const given = [
    [2, 1, -1],
    [0, 1, 2],
    ['ocean'],
    13,
    { x: 0.5, y: 0.25 },
    [0, 2],
    ['sun', 'sea'],
    ['Water.'],
  ];
  const outcomes = ['partly', 'wrong', 'wrong', 'wrong', 'wrong', 'counted', 'counted', 'unmarked'] as const;
  const several = () =>
    presentReport(
      facts({
        plan: { ...facts().plan, rounds },
        rounds: rounds.map((_, position) => ({
          position,
          answered: 1,
          correct: 0,
          mean_ms: 1_000,
          spread: [1, 0, 0],
          texts: position === 6 ? [{ text: 'sun', count: 1 }] : [],
          first_vote: position === 0 ? { answered: 2, right: 0, spread: [0, 0, 0] } : null,
        })),
        participants: [participant(ann, 'Ann', { team: 1, score: 10 }), participant(ben, 'Ben', { team: 0 })],
        answers: given.map((answer, round) => ({
          round,
          vote: 1,
          participant_id: ann,
          answer: answer as number[],
          outcome: outcomes[round]!,
          stake: null,
          response_ms: 1_000,
          points: 0,
        })),
      }),
      'en',
    );

  test('[REP-1] tells each answer, the right one and the commonest wrong one in words', async () => {
    const { questions, learners } = await several();
    expect(learners[0]!.answers.map(({ words }) => words)).toEqual([
      'A – z · B – y · C – ?',
      'A → B → C',
      'ocean',
      '13 km',
      '50 % × 25 %',
      'A · C',
      'sun · sea',
      'Water.',
    ]);
    expect(questions.map(({ key }) => key)).toEqual([
      'A – z · B – x · C – y',
      'C → B → A',
      'sea',
      '12 km',
      '',
      '',
      '',
      'A lake.',
    ]);
    expect(questions.map(({ commonestWrong }) => commonestWrong?.text ?? null)).toEqual([
      'A – z · B – y · C – ?',
      'A → B → C',
      'ocean',
      '13 km',
      null,
      null,
      null,
      null,
    ]);
  });

  test('[REP-1] has no right share where nothing is right or nobody has marked, and both votes with the gain', async () => {
    const { questions, teams } = await several();
    expect(questions.map(({ rightShare }) => rightShare)).toEqual([0, 0, 0, 0, 0, null, null, null]);
    expect(questions[7]).toMatchObject({ unmarked: 1, texts: [{ text: 'Water.', count: 1 }] });
    expect(questions[4]).toMatchObject({ spots: [{ x: 0.5, y: 0.25 }], areas: [[{ x: 0, y: 0 }]] });
    expect(questions[0]!.first).toEqual({ answered: 2, right: 0, rightShare: 0, spread: [0, 0, 0], gain: 0 });
    expect(teams.map(({ team, score }) => [team, score])).toEqual([
      [1, 10],
      [0, 0],
    ]);
  });
});

describe('the report as files', () => {
  test('[REP-1] is parted and written as Excel takes it in the language of the reader', async () => {
    const report = await presentReport(facts(), 'es');
    report.learners[0]!.answers[0]!.ms = 1_540;
    const [, first] = (await reportCsv(report, 'es')).split('\r\n');
    expect(first).toContain(';1,5;');
    expect(first).toContain(';correcta;');
    expect(await reportCsv(report, 'en')).toContain(',1.5,');
  });

  test('[REP-1] [EDG-9] is a workbook of four sheets in which no text is computed', async () => {
    const report = await presentReport(facts(), 'en');
    report.learners[0]!.nickname = '=1+1 <&\u0001\ud800';
    const files = unzipSync(await reportXlsx(report, 'en', (_, round) => `-receipt${round}`));
    expect(Object.keys(files).filter((path) => path.startsWith('xl/worksheets/'))).toHaveLength(4);
    const answers = strFromU8(files['xl/worksheets/sheet4.xml']!);
    expect(answers).toContain(
      '<c t="inlineStr" s="3"><is><t xml:space="preserve">=1+1 &lt;&amp;\ufffd</t></is></c>',
    );
    expect(answers).toContain('<c t="inlineStr" s="3"><is><t xml:space="preserve">-receipt0</t></is></c>');
    expect(answers).not.toContain('<f>');
    expect(answers.match(/<row /g)).toHaveLength(1 + 4);
    expect(strFromU8(files['xl/styles.xml']!)).toContain('quotePrefix="1"');
  });
});

/** RFC 4180. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}
