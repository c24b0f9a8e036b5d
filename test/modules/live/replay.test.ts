import { randomUUID } from 'node:crypto';
import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin, createHomework, createRecords } from '@tutti/client/admin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../support/class-play.ts';
import { playClass } from '../../support/played-class.ts';
import { addPerson, goodPassword } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let tess: Tutti;
let other: Tutti;

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  const staff = async (email: string) => {
    await addPerson(server, { role: 'teacher', email, displayName: email });
    const tutti = createTutti({ url: server.url });
    await tutti.signIn({ email, password: goodPassword, keep: 'body' });
    return tutti;
  };
  [tess, other] = [await staff('tess@school.example'), await staff('other@school.example')];
});
afterAll(() => server?.stop());

test('[REP-3] a class that was played is told again from its log, to those who may read its report and as its report has it', async () => {
  const { id, plan, players } = await playClass({ ...server, jobs: server.app.db.jobs, teacher: tess });
  const records = createRecords(tess);
  const replay = await records.replay(id, { locale: 'en' });
  const placeOf = (participantId: string) =>
    replay.players.findIndex((one) => one.participantId === participantId);
  const [ann, ben, cem] = [players.ann, players.ben, players.cem].map(({ joined }) =>
    placeOf(joined.participantId),
  );

  expect(replay.players.map(({ nickname, number }) => [nickname, number])).toEqual([
    ['Ann', 1],
    ['Ben', 2],
    ['Cem', 3],
  ]);
  const told = replay.marks.filter(({ kind }) => kind !== 'left').map(({ kind }) => kind);
  expect(told).toEqual([
    ...['joined', 'joined', 'question', 'reveal', 'joined', 'standings'],
    ...['question', 'paused', 'kicked', 'resumed', 'reveal', 'ended'],
  ]);
  expect(replay.marks.find(({ kind }) => kind === 'kicked')).toMatchObject({ player: cem, here: 2 });
  const paused = replay.marks.find(({ kind }) => kind === 'paused')!;
  expect(paused).toMatchObject({ reason: 'host', endsAt: null, leftMs: expect.any(Number) });
  expect(replay.durationMs).toBe(replay.marks.at(-1)!.at);
  expect(Math.abs(Date.now() - replay.marks.at(-1)!.wall)).toBeLessThan(60_000);
  expect(replay.questions).toMatchObject([
    { round: 0, of: plan.rounds.length, prompt: plan.rounds[0]!.texts.en!.prompt },
    { round: 1 },
  ]);

  const [first, second] = [await records.replayRound(id, 0), await records.replayRound(id, 1)];
  expect(first.answers).toMatchObject([
    { kind: 'given', player: ann, outcome: 'right', vote: 1 },
    { kind: 'given', player: ben, outcome: 'wrong', points: 0 },
  ]);
  expect(first.answers[0]!.points).toBeGreaterThan(500);
  expect(second.answers).toMatchObject([{ player: ann, outcome: 'right' }]);

  // [PTS-4] at the end it is what the report says
  const report = await createAdmin(tess).report(id);
  expect(second.standings.at(-1)!.rows).toEqual(
    report.learners
      .filter(({ kicked }) => !kicked)
      .map(({ participantId, score, rank }) => ({ player: placeOf(participantId), score, rank })),
  );
  expect(report.questions[0]!.choices.map(({ picked }) => picked)).toEqual(
    report.questions[0]!.choices.map(
      (_, choice) => first.answers.filter(({ picks }) => picks.includes(choice)).length,
    ),
  );

  await expect(records.replayRound(id, 2)).rejects.toMatchObject({ code: 'replay/no-such-question' });
  for (const refused of [
    () => createRecords(other).replay(id),
    () => createRecords(other).replayRound(id, 0),
    () => records.replay(randomUUID()),
  ])
    await expect(refused()).rejects.toMatchObject({ code: 'session/not-found' });

  await records.deleteSession(id);
  await expect(records.replayRound(id, 0)).rejects.toMatchObject({ code: 'session/not-found' });
});

test('[REP-3] what runs still, what had no common stage and what has no log is told from the others', async () => {
  const records = createRecords(tess);
  const { items } = await tess.missions({ limit: 100 });
  const missionId = items.find(({ slug }) => slug === 'teach-the-machine')!.id;
  const running = await tess.openSession(missionId);
  await expect(records.replay(running.id)).rejects.toMatchObject({ code: 'session/not-ended' });

  const { id: groupId } = await tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } });
  const closesAt = new Date(Date.now() + 86_400_000).toISOString();
  const homework = await createHomework(tess).give({ missionId, groupId, closesAt });
  await createHomework(tess).end(homework.id);
  await until(async () => (await tess.session(homework.id)).status === 'ended', 'the end');
  await expect(records.replay(homework.id)).rejects.toMatchObject({ code: 'replay/own-pace' });

  await server.app.db.jobs.query(
    `UPDATE live_sessions SET status = 'ended', ended_at = now(), projected_at = now() WHERE id = $1`,
    [running.id],
  );
  await expect(records.replay(running.id)).rejects.toMatchObject({ code: 'replay/no-log' });
});
