import { createTutti, type HostChallenge, type PlayerChallenge, type Tutti } from '@tutti/client';
import { createAdmin, createHomework, createRecords } from '@tutti/client/admin';
import {
  checkReceipts,
  type OpenReceipt,
  receiptKeys,
  type SessionReceipts,
  type Standing,
  verifyReceipts,
} from '@tutti/client/receipts';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ClassPlan } from '../../../src/domain/challenge/class-plan.ts';
import { createResumeTokens } from '../../../src/modules/live/resume-token.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { readPlan, until, untilPhase, wrongChoices } from '../../support/class-play.ts';
import { kinds } from '../../support/kinds.ts';
import { insertKindsMission, rightAnswerTo } from '../../support/kinds-mission.ts';
import { addPerson, call, goodPassword } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

/** One class of every kind with a guest and a learner: an answer that is changed, two votes, and a report. */
let server: TestServer & BareServer;
let tess: Tutti;
let bo: Tutti;
let host: HostChallenge;
let guest: PlayerChallenge;
let learner: PlayerChallenge;
let plan: ClassPlan;
let sessionId: string;
let missionId: string;
let groupId: string;
/** What the guest had before the answer was changed, while the question was open. */
let early: SessionReceipts;
let earlyStanding: (Standing | null)[];

const query = (sql: string, values: unknown[]) => server.app.db.jobs.query(sql, values);
const check = async (receipts: readonly OpenReceipt[]) =>
  (await checkReceipts(tess, receipts)).map(({ report }) => report);
/** With a letter that no hash and no signature has. */
const name = 'Änne';

const allOf = (count: number, standing: Standing) => Array<Standing>(count).fill(standing);

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  const [, learnerId] = await Promise.all([
    addPerson(server, { role: 'teacher', email: 'tess@school.example', displayName: 'Tess' }),
    addPerson(server, { role: 'student', email: 'bo@school.example', displayName: 'Bo' }),
  ]);
  [tess, bo] = [createTutti({ url: server.url }), createTutti({ url: server.url })];
  await tess.signIn({ email: 'tess@school.example', password: goodPassword, keep: 'body' });
  await bo.signIn({ email: 'bo@school.example', password: goodPassword, keep: 'body' });
  groupId = (await tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } })).id;
  await query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
    groupId,
    learnerId,
  ]);
  missionId = await insertKindsMission(started.app.db.jobs);

  const { id, pin } = await tess.openSession(missionId, {
    getReadySeconds: 0,
    standings: 'off',
    scoring: 'confidence',
    changeAnswers: true,
    revoteBelow: 0.5,
  });
  sessionId = id;
  plan = await readPlan(started.app.db.jobs, id);
  host = await tess.host(id);
  guest = await createTutti({ url: server.url }).join({ pin: pin!, nickname: name });
  learner = await bo.joinAsMyself({ pin: pin! });
  await host.start();
  for (const [round, planned] of plan.rounds.entries()) {
    for (const player of [guest, learner])
      await until(
        () => player.view.phase.name === 'question' && player.view.phase.question.round === round,
        `question ${round}`,
      );
    if (round === 0) await voteTwice();
    else
      await Promise.all(
        [guest, learner].map((player) => player.answer(rightAnswerTo(planned), { stake: 'high' })),
      );
    await host.next();
    await untilPhase(host, 'reveal');
    await host.next();
  }
  await untilPhase(host, 'podium');
  await host.end();
  await until(async () => (await tess.session(id)).status === 'ended', 'the projection');
}, 60_000);
afterAll(() => server?.stop());

/** Both are wrong, one of them after having changed the answer; only the guest votes again. */
async function voteTwice(): Promise<void> {
  const [first, other] = [0, 1, 2, 3].filter(
    (position) => !(rightAnswerTo(plan.rounds[0]!) as number[]).includes(position),
  );
  await guest.answer([first!]);
  early = await guest.receipts();
  earlyStanding = await check(early.receipts);
  await guest.answer([other!]);
  await learner.answer(wrongChoices(plan, 0));
  await host.next();
  await untilPhase(host, 'discuss');
  await host.revote();
  await until(() => guest.view.phase.name === 'question', 'the second vote');
  await guest.answer(rightAnswerTo(plan.rounds[0]!));
}

describe('[REP-2] the receipts of a class of every kind', () => {
  test('are there while a question is open, and tell neither what is right nor how the answer was', () => {
    expect(early.sessionId).toBe(sessionId);
    expect(early.receipts).toHaveLength(1);
    expect(earlyStanding).toEqual(['waiting']);
    const fields = new Set<string>();
    JSON.stringify(early, (field, value) => {
      fields.add(field);
      return value;
    });
    for (const telling of ['key', 'correct', 'outcome', 'points', 'explanation', 'hint', 'right'])
      expect(fields).not.toContain(telling);
  });

  test('hold question, answer and time as stored, a receipt a question, and no name', async () => {
    const { receipts, title } = await guest.receipts();
    expect(title).toBe((await tess.session(sessionId)).title);
    expect(receipts.map(({ asked }) => asked.kind)).toEqual(kinds);
    expect(receipts.map(({ opening }) => opening.answer)).toEqual(plan.rounds.map(rightAnswerTo));
    expect(receipts.slice(1).every(({ opening }) => opening.stake === 'high')).toBe(true);
    expect(receipts.map(({ receipt }) => receipt.question)).toEqual(
      plan.rounds.map(({ questionId }) => questionId),
    );
    const { rows } = await query(
      `SELECT answered_at FROM live_answers WHERE session_id = $1 AND participant_id = $2 AND (round > 0 OR vote = 2) ORDER BY round`,
      [sessionId, guest.participantId],
    );
    expect(receipts.map(({ receipt }) => receipt.at)).toEqual(
      rows.map(({ answered_at }) => answered_at.toISOString()),
    );
    expect(JSON.stringify(receipts)).not.toContain(name);
    expect((await guest.receipts()).receipts).toEqual(receipts);
  });

  test('agree with the report, as this device sees by itself', async () => {
    const { receipts } = await guest.receipts();
    for (const one of await checkReceipts(tess, receipts))
      expect(one).toEqual({ signature: 'right', contents: 'right', report: 'agrees', by: 'device' });
    const keys = await receiptKeys(createTutti({ url: server.url }));
    const changed = structuredClone(receipts.slice(0, 3));
    changed[0]!.opening.answer = [9];
    changed[1]!.receipt.at = '2026-01-01T00:00:00.000Z';
    changed[2]!.asked.texts.en!.prompt = 'Something else?';
    expect(await verifyReceipts(changed, keys)).toEqual([
      { signature: 'right', contents: 'wrong' },
      { signature: 'wrong', contents: 'right' },
      { signature: 'right', contents: 'wrong' },
    ]);
    expect(await check(changed)).toEqual(['agrees', null, 'agrees']);
  });

  test('are checked by the server where a device cannot, and its own check says so', async () => {
    const { receipts } = await guest.receipts();
    const keys = await receiptKeys(tess);
    vi.stubGlobal('crypto', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await verifyReceipts(receipts, keys)).toBeNull();
    const forged = structuredClone(receipts.slice(0, 2));
    forged[1]!.receipt.round += 1;
    expect(await checkReceipts(tess, forged, { keys })).toEqual([
      { signature: 'right', contents: 'unchecked', report: 'agrees', by: 'server' },
      { signature: 'wrong', contents: 'unchecked', report: null, by: 'server' },
    ]);
  });

  test('can be held beside the workbook by eye: it shows how each of them begins', async () => {
    const file = new Uint8Array(await (await createAdmin(tess).reportXlsx(sessionId)).arrayBuffer());
    const answers = strFromU8(unzipSync(file)['xl/worksheets/sheet4.xml']!);
    for (const player of [guest, learner])
      for (const { receipt } of (await player.receipts()).receipts)
        expect(answers).toContain(`>${receipt.answerHash.slice(0, 8)}<`);
  });

  test('[ANS-3] [RVL-3] are of the answer and the vote that count; older ones are told to be replaced', async () => {
    const [[ofGuest], [ofLearner]] = [(await guest.receipts()).receipts, (await learner.receipts()).receipts];
    expect([ofGuest!.receipt.vote, ofLearner!.receipt.vote]).toEqual([2, 1]);
    expect(await check([...early.receipts, ofGuest!, ofLearner!])).toEqual(['replaced', 'agrees', 'agrees']);
  });

  test('[REP-4] are there for homework in the same way', async () => {
    const { pin, id } = await createHomework(tess).give({
      missionId,
      groupId,
      closesAt: new Date(Date.now() + 86_400_000).toISOString(),
      settings: {},
    });
    const atHome = await bo.joinAsMyself({ pin: pin! });
    atHome.next();
    await until(() => atHome.view.phase.name === 'question', 'the first question');
    const ownPlan = await readPlan(server.app.db.jobs, id);
    await atHome.answer(rightAnswerTo(ownPlan.rounds[0]!));
    const { receipts } = await atHome.receipts();
    expect(receipts).toHaveLength(1);
    expect(await check(receipts)).toEqual(['waiting']);
    await atHome.leave();
  });
});

describe('[REP-2] who gets receipts', () => {
  test('a learner those of all sessions under the account, page by page, and nobody else’s', async () => {
    const records = createRecords(bo);
    const first = await records.receipts({ limit: 1 });
    const second = await records.receipts({ limit: 1, cursor: first.nextCursor! });
    expect([first, second].map(({ items }) => items[0]!.receipts.length)).toEqual([1, 13]);
    expect(second.items[0]).toEqual(await learner.receipts());
    await expect(createRecords(tess).receipts()).rejects.toMatchObject({ code: 'auth/forbidden' });
  });

  test('a player with the own token; one of another, of nobody or for an account opens nothing', async () => {
    const tokens = createResumeTokens(deriveKeys(server.config.secret)['resume-token']);
    const ask = async (resumeToken: string) =>
      (await call<{ code?: string }>(server, '/join/receipts', { method: 'POST', body: { resumeToken } }))
        .body.code;
    expect(await ask(guest.resumeToken)).toBeUndefined();
    expect(await ask(`${guest.resumeToken.slice(0, -2)}xx`)).toBe('join/token-invalid');
    // a token of a guest opens nothing of a learner with an account, nor of another session
    expect(await ask(tokens.sign({ sid: sessionId, pid: learner.participantId }))).toBe('join/token-invalid');
    expect(await ask(tokens.sign({ sid: missionId, pid: guest.participantId }))).toBe('join/token-invalid');
  });

  test('whoever makes receipts up learns nothing of what is stored', async () => {
    const [{ receipt }] = (await guest.receipts()).receipts as [OpenReceipt];
    const made = { ...receipt, participant: learner.participantId };
    const { body } = await call<{ results: object[] }>(server, '/receipts/check', {
      method: 'POST',
      body: { receipts: [made, { ...receipt, keyId: 'abcdefghijkl' }, { ...made, session: missionId }] },
    });
    expect(body.results).toEqual([
      { signature: 'wrong', report: null },
      { signature: 'unknown-key', report: null },
      { signature: 'wrong', report: null },
    ]);
    const many = { receipts: Array(201).fill(receipt) };
    const refused = await call(server, '/receipts/check', { method: 'POST', body: many });
    expect(refused.status).toBe(400);
  });
});

describe('[REP-2] what was forged afterwards is found', () => {
  test('an answer, its time or stake, a question in the report; and a deleted session is told', async () => {
    const { receipts } = await guest.receipts();
    const ofGuest = 'session_id = $1 AND participant_id = $2 AND round =';
    const forge = (change: string) => query(change, [sessionId, guest.participantId]);
    // where the choices stand is chance: what is forged must be another answer than the own one
    await forge(
      `UPDATE live_answers SET answer = CASE WHEN answer = '[0, 1]' THEN '[1, 2]' ELSE '[0, 1]' END::jsonb WHERE ${ofGuest} 1`,
    );
    await forge(`UPDATE live_answers SET answered_at = answered_at - interval '2 s' WHERE ${ofGuest} 2`);
    await forge(`DELETE FROM live_answers WHERE ${ofGuest} 3`);
    await forge(`UPDATE live_answers SET stake = 'low' WHERE ${ofGuest} 4`);
    await query(
      `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{rounds,5,texts,en,prompt}', '"Another question?"') WHERE id = $1`,
      [sessionId],
    );
    expect(await check(receipts)).toEqual([
      'agrees',
      ...allOf(5, 'differs'),
      ...allOf(receipts.length - 6, 'agrees'),
    ]);
    // what is fetched anew comes from the log, and so still tells the truth
    const anew = (await guest.receipts()).receipts;
    expect(anew.slice(0, 5)).toEqual(receipts.slice(0, 5));

    await createRecords(tess).deleteSession(sessionId);
    expect(await check(receipts)).toEqual(allOf(receipts.length, 'gone'));
    await expect(guest.receipts()).rejects.toMatchObject({ code: 'join/token-invalid' });
  });
});
