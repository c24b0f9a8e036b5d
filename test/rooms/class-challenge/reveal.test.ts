import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../src/domain/challenge/class-plan.ts';
import type { OwnFinal, OwnResult } from '../../../src/wire/messages.ts';
import type { SessionReport } from '../../../src/wire/report.ts';
import { serverPayloads } from '../../../src/wire/room-output.ts';
import {
  answered,
  joinRaw,
  lastOf,
  openClass,
  payloadsOf,
  type RawPlayer,
  readPlan,
  rightChoices,
  signIn,
  staffRaw,
  until,
  untilPhase,
  untilQuestion,
  wrongChoices,
} from '../../support/class-play.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** One whole class of seven, played once; the tests look at what each of them was told and what was kept. */
const names = ['Ann', 'Ben', 'Cem', 'Dee', 'Eve', 'Fay', '=1+1'];
/** How many of the questions each gets right; the last one answers none. */
const rights = [15, 12, 9, 6, 3, 1, 0];

let server: TestServer;
let teacher: Tutti;
let sessionId: string;
let plan: ClassPlan;
let players: RawPlayer[];
let projector: RawClient;
const given: { nickname: string; round: number; right: boolean; choices: number[] }[] = [];

beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test' });
  teacher = await signIn(server.url, server.teacher);
  const { id, pin, host } = await openClass(teacher, { standings: 'each' });
  sessionId = id;
  plan = await readPlan(server.app.db.jobs, id);
  players = [];
  for (const name of names) players.push(await joinRaw(server.url, pin, name));
  projector = await staffRaw(teacher, id, 'projector');
  await host.start();
  for (let round = 0; round < plan.rounds.length; round++) {
    await Promise.all(players.map((player) => untilQuestion(player, round)));
    await Promise.all(players.map((player, i) => play(player, i, round)));
    if (host.view.phase.name === 'question') await host.next();
    await untilPhase(host, 'reveal');
    await host.next();
    if (round < plan.rounds.length - 1) {
      await untilPhase(host, 'standings');
      await host.next();
    }
  }
  await untilPhase(host, 'podium');
  await host.next();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
}, 60_000);
afterAll(() => server?.stop());

async function play(player: RawPlayer, i: number, round: number): Promise<void> {
  if (i === names.length - 1) return;
  // each gets the later rounds right, so that the weaker ones improve
  const right = plan.rounds.length - round <= rights[i]!;
  const choices = right ? rightChoices(plan, round) : wrongChoices(plan, round);
  expect(await answered(player, round, choices)).toBe('saved');
  given.push({ nickname: names[i]!, round, right, choices });
}

const results = (player: RawClient): OwnResult[] => payloadsOf(player, 'roundClosed').map(([, own]) => own!);
const finalOf = (player: RawClient): OwnFinal => lastOf(player, 'podium')![1]!;
const report = () => teacher.request<SessionReport>('GET', `/sessions/${sessionId}/report`);
const rowsOf = async (sql: string) => (await server.app.db.jobs.query(sql, [sessionId])).rows;

describe('the reveal', () => {
  test('[RVL-1] shows everybody the key, the explanation and the spread of the answers that were given', () => {
    for (const player of [...players, projector]) {
      const reveals = payloadsOf(player, 'roundClosed').map(([{ reveal }]) => reveal);
      expect(reveals.map(({ key }) => key)).toEqual(plan.rounds.map((_, round) => rightChoices(plan, round)));
      expect(reveals.map(({ explanation }) => explanation)).toEqual(
        plan.rounds.map(({ texts }) => texts.en!.explanation),
      );
      for (const { round, spread, answered, right } of reveals) {
        const answers = given.filter((one) => one.round === round);
        expect(answered).toBe(answers.length);
        expect(right).toBe(answers.filter((one) => one.right).length);
        expect(spread).toEqual(
          spread.map((_, position) => answers.filter(({ choices }) => choices.includes(position)).length),
        );
      }
    }
  });

  test('[RVL-1] tells each player alone right or wrong, points, streak, rank and what is missing to the next', () => {
    for (const [i, player] of players.entries()) {
      let score = 0;
      let streak = 0;
      for (const [round, own] of results(player).entries()) {
        const mine = given.find((one) => one.nickname === names[i] && one.round === round);
        expect(own.outcome).toBe(mine ? (mine.right ? 'right' : own.outcome) : 'none');
        if (!mine?.right) expect(own.outcome).not.toBe('right');
        expect(own.answer).toEqual(mine?.choices ?? null);
        score += own.points;
        streak = own.outcome === 'right' ? streak + 1 : 0;
        expect(own).toMatchObject({ score, streak, players: 7 });
      }
    }
    for (let round = 0; round < plan.rounds.length; round++) {
      const round7 = players.map((player) => results(player)[round]!);
      for (const own of round7) {
        const better = round7.map(({ score }) => score).filter((score) => score > own.score);
        expect(own.rank).toBe(better.length + 1);
        expect(own.toNext).toBe(better.length > 0 ? Math.min(...better) - own.score : 0);
      }
    }
    expect(payloadsOf(projector, 'roundClosed').every(([, own]) => own === null)).toBe(true);
  });
});

describe('the standings', () => {
  test('[RVL-2] show the top 5; who is outside learns the own rank only', () => {
    for (const player of [...players, projector]) {
      const standings = payloadsOf(player, 'standings');
      expect(standings).toHaveLength(plan.rounds.length - 1);
      for (const { standings: shown } of standings) {
        expect(shown.top).toHaveLength(5);
        expect(shown.top.map(({ score }) => score)).toEqual(
          shown.top.map(({ score }) => score).sort((a, b) => b - a),
        );
      }
      expect(standings.at(-1)!.standings.top.map(({ nickname }) => nickname)).toEqual(names.slice(0, 5));
    }
    expect(results(players[5]!).at(-1)!.rank).toBe(6);
    const namesSeen = new Set(JSON.stringify(players[5]!.messages).match(/=1\+1/g));
    expect(namesSeen).toEqual(new Set());
  });

  test('[RVL-2] are hidden, or come only at the end, where the host chose so', async () => {
    for (const standings of ['end', 'off'] as const) {
      const { id, pin, host } = await openClass(teacher, { standings });
      const ann = await joinRaw(server.url, pin, 'Ann');
      await host.start();
      await untilPhase(host, 'question');
      await host.next();
      await untilPhase(host, 'reveal');
      await host.next();
      await untilQuestion(ann, 1);
      expect(payloadsOf(ann, 'standings')).toEqual([]);
      expect(host.view.sessionId).toBe(id);
      await host.end();
    }
  });
});

test('[RVL-4] the podium has the top 3 and awards that are not about speed', () => {
  for (const player of [...players, projector]) {
    const [{ podium }] = lastOf(player, 'podium')!;
    expect(podium.places.map(({ rank, nickname }) => [rank, nickname])).toEqual([
      [1, 'Ann'],
      [2, 'Ben'],
      [3, 'Cem'],
    ]);
    expect(podium.awards).toEqual([
      { kind: 'most_improved', nickname: 'Cem', value: 86 },
      { kind: 'longest_streak', nickname: 'Ann', value: 15 },
      { kind: 'steady_hand', nickname: 'Dee', value: 6 },
    ]);
    expect(podium.hardest).toHaveLength(3);
  }
  expect(players.map((player) => finalOf(player).rank)).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6]));
  expect(finalOf(players[0]!)).toMatchObject({ right: 15, answered: 15, bestStreak: 15 });
});

describe('points', () => {
  test('[PTS-1] follow the rule from the time that the log has', async () => {
    const rows = await rowsOf(
      'SELECT round, outcome, response_ms, points FROM live_answers WHERE session_id = $1',
    );
    expect(rows).toHaveLength(given.length);
    for (const { round, outcome, response_ms, points } of rows) {
      const { points: factor, timeLimitMs } = plan.rounds[round]!;
      const time = response_ms < 500 ? 1 : 1 - response_ms / timeLimitMs / 2;
      if (outcome === 'right') expect(points).toBe(Math.round(1_000 * factor * time));
      if (outcome === 'wrong') expect(points).toBe(0);
    }
  });

  test('[PTS-4] are integers and the sum of the answer rows, on the screen, in the tables and in the report', async () => {
    const sums = await rowsOf(
      `SELECT p.nickname, p.score, p.correct_count, p.answered_count, p.final_rank, coalesce(sum(a.points), 0)::int AS sum, count(a.*)::int AS n
       FROM live_participants p LEFT JOIN live_answers a ON a.session_id = p.session_id AND a.participant_id = p.id
       WHERE p.session_id = $1 GROUP BY p.id ORDER BY p.joined_at`,
    );
    expect(sums.map(({ nickname }) => nickname)).toEqual(names);
    const { learners } = await report();
    for (const [i, row] of sums.entries()) {
      expect(Number.isInteger(row.score)).toBe(true);
      expect(row.score).toBe(row.sum);
      expect(row.answered_count).toBe(row.n);
      const final = finalOf(players[i]!);
      expect(final).toMatchObject({
        score: row.score,
        rank: row.final_rank,
        right: row.correct_count,
        answered: row.n,
      });
      const learner = learners.find(({ nickname }) => nickname === row.nickname)!;
      expect(learner).toMatchObject({ score: row.score, rank: row.final_rank, right: rights[i] });
      expect(learner.answers.reduce((sum, { points }) => sum + points, 0)).toBe(row.score);
    }
  });
});

test('[PTS-1] a question has the time and the worth that the teacher gave it, from the order of questions to the report', async () => {
  const { items } = await teacher.missions({ limit: 100 });
  const { id: missionId } = items.find(({ slug }) => slug === 'teach-the-machine')!;
  const [first, second, third] = (await teacher.mission(missionId)).lessonList.flatMap(
    ({ questions }) => questions,
  );
  const chosen = [
    { questionId: third!.id, seconds: 45, worth: 70 },
    { questionId: first!.id, seconds: null, worth: 2_300 },
    { questionId: second!.id, seconds: 7, worth: null },
  ];
  const settings = { scoring: 'custom', getReadySeconds: 0, standings: 'off' } as const;
  const open = (questions: object[]) =>
    teacher.request<{ id: string; pin: string }>('POST', '/sessions', {
      body: { missionId, questions, settings },
    });
  for (const wrong of [{ seconds: 4 }, { seconds: 301 }, { worth: -1 }, { worth: 10_001 }, { worth: 0.5 }])
    await expect(open([{ ...chosen[0], ...wrong }]), JSON.stringify(wrong)).rejects.toMatchObject({
      status: 400,
    });
  const { id, pin } = await open(chosen);
  const custom = await readPlan(server.app.db.jobs, id);
  const host = await teacher.host(id);
  const [ann, ben] = [await joinRaw(server.url, pin, 'Ann'), await joinRaw(server.url, pin, 'Ben')];
  await host.start();
  for (const [round, { questionId, seconds, worth }] of chosen.entries()) {
    await Promise.all([ann, ben].map((player) => untilQuestion(player, round)));
    const { question } = lastOf(ann, 'roundOpened')!;
    const planned = custom.rounds[round]!;
    expect(planned.questionId).toBe(questionId);
    if (seconds !== null) expect(question.timeLimitMs).toBe(seconds * 1_000);
    expect(question).toMatchObject({ timeLimitMs: planned.timeLimitMs, worth });
    expect(question.closesAt! - question.openedAt).toBe(planned.timeLimitMs);
    expect(await answered(ann, round, rightChoices(custom, round))).toBe('saved');
    expect(await answered(ben, round, wrongChoices(custom, round))).toBe('saved');
    await untilPhase(host, 'reveal');
    await host.next();
  }
  const own = [70, 2_300, 1_000 * custom.rounds[2]!.points];
  expect(results(ann).map(({ points }) => points)).toEqual(own);
  expect(results(ben).filter(({ outcome, points }) => outcome === 'wrong' && points !== 0)).toEqual([]);
  await untilPhase(host, 'podium');
  await host.end();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
  const { learners } = await teacher.request<SessionReport>('GET', `/sessions/${id}/report`);
  const inReport = learners.find(({ nickname }) => nickname === 'Ann')!;
  expect(inReport.answers.map(({ points }) => points)).toEqual(own);
  expect(inReport.score).toBe(own[0]! + own[1]! + own[2]!);
});

describe('the report', () => {
  test('[REP-1] has the numbers of the answers that were given', async () => {
    const { glance, questions, learners, session } = await report();
    expect(session).toMatchObject({ id: sessionId, status: 'ended', players: 7, pin: null });
    const right = given.filter((one) => one.right).length;
    expect(glance).toMatchObject({ players: 7, answers: given.length, rightShare: right / given.length });
    for (const question of questions) {
      const answers = given.filter(({ round }) => round === question.round);
      const rightOnes = answers.filter((one) => one.right).length;
      expect(question).toMatchObject({
        asked: true,
        answered: answers.length,
        right: rightOnes,
        rightShare: rightOnes / answers.length,
      });
      expect(question.choices.map(({ picked }) => picked)).toEqual(
        question.choices.map((_, i) => answers.filter(({ choices }) => choices.includes(i)).length),
      );
      expect(question.choices.flatMap(({ correct }, i) => (correct ? [i] : []))).toEqual(
        rightChoices(plan, question.round),
      );
      const wrong = question.choices.filter(({ correct, picked }) => !correct && picked > 0);
      expect(question.commonestWrong?.picked ?? 0).toBe(Math.max(0, ...wrong.map(({ picked }) => picked)));
      expect(question.meanMs).toBeGreaterThanOrEqual(0);
    }
    for (const learner of learners)
      for (const [round, { outcome, answer }] of learner.answers.entries()) {
        const mine = given.find((one) => one.nickname === learner.nickname && one.round === round);
        expect(answer).toEqual(mine?.choices ?? null);
        expect(outcome === 'right').toBe(mine?.right ?? false);
      }
  });

  test('[REP-1] [EDG-9] as CSV is one row a learner, which spreadsheets read as UTF-8, and no cell is a formula', async () => {
    const file = await teacher.download(`/sessions/${sessionId}/report.csv`);
    expect(Buffer.from(await file.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf));
    const csv = await file.text();
    const rows = csv.split('\r\n');
    expect(rows).toHaveLength(1 + names.length);
    expect(rows.at(-1)).toContain(`,'=1+1,`);
    for (const cell of rows.join(',').split(',')) expect(cell).not.toMatch(/^"?[=+@]/);
  });

  test('[REP-1] is not there before the end, and not for others', async () => {
    const { id, host } = await openClass(teacher);
    await expect(teacher.request('GET', `/sessions/${id}/report`)).rejects.toMatchObject({
      code: 'session/not-ended',
      status: 409,
    });
    await host.end();
    await expect(teacher.request('GET', `/sessions/${crypto.randomUUID()}/report`)).rejects.toMatchObject({
      code: 'session/not-found',
    });
  });
});

test('every frame that was sent has the shape that is written down for it', () => {
  for (const client of [...players, projector]) {
    for (const { type, payload } of client.messages) {
      const { error } = serverPayloads[type as 'welcome'].safeParse(payload);
      expect(error, type).toBeUndefined();
    }
  }
});
