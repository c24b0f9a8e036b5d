import { createTutti, type HostChallenge, type Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../src/domain/challenge/class-plan.ts';
import { isScored } from '../../../src/domain/question/question.ts';
import type { SessionReport } from '../../../src/wire/report.ts';
import type { Seat } from '../../../src/wire/session.ts';
import { joinRaw, lastOf, payloadsOf, type RawPlayer, readPlan, until } from '../../support/class-play.ts';
import { kinds } from '../../support/kinds.ts';
import {
  insertKindsMission,
  rightAnswerTo,
  secretNumbers,
  secretWords,
} from '../../support/kinds-mission.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** What stands in no message before the reveal; `blanks` and `range` are shown, what is accepted in them is not. */
const tellingFields = [
  ...['key', 'explanation', 'right', 'correct', 'outcome', 'hint', 'rightShare', 'texts', 'spots'],
  ...[
    'accepted',
    'value',
    'tolerance',
    'band',
    'edge',
    'areas',
    'keywords',
    'sample',
    'spec',
    'partial',
    'typo',
  ],
];

let server: TestServer;
let teacher: Tutti;
let host: HostChallenge;
let sessionId: string;
let plan: ClassPlan;
let player: RawPlayer;
let watchers: Record<string, RawClient>;

beforeAll(async () => {
  server = await startTestServer();
  teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...server.teacher, keep: 'body' });
  const missionId = await insertKindsMission(server.app.db.jobs);
  const session = await teacher.openSession(missionId, {
    getReadySeconds: 0,
    standings: 'off',
    scoring: 'accuracy',
    spectators: true,
  });
  sessionId = session.id;
  host = await teacher.host(session.id);
  plan = await readPlan(server.app.db.jobs, session.id);
  player = await joinRaw(server.url, session.pin!, 'Ann');
  const seatFrom = async (path: string, body: object) =>
    (await teacher.request<{ seat: Seat }>('POST', path, { body })).seat;
  watchers = {
    player,
    'player who answers nothing': await joinRaw(server.url, session.pin!, 'Late'),
    'removed player': await joinRaw(server.url, session.pin!, 'Bob'),
    projector: await openSeat(
      server.url,
      await seatFrom(`/sessions/${session.id}/seat`, { as: 'projector' }),
    ),
    spectator: await openSeat(server.url, await seatFrom('/watch', { pin: session.pin })),
  };
  await until(() => host.view.host!.players.length === 3, 'the class is there');
  await host.start();
  await host.kick(host.view.host!.players.find(({ nickname }) => nickname === 'Bob')!.participantId);
}, 60_000);
afterAll(() => server?.stop());

describe('a class that is asked every kind of question', () => {
  test('[RND-2] [ANS-5] of each kind nobody but the host learns anything before the reveal, and a right answer is right', async () => {
    for (const [round, kind] of kinds.entries()) {
      await until(() => host.view.phase.name === 'question', `question ${round}`);
      const planned = plan.rounds[round]!;
      expect(planned.kind).toBe(kind);
      player.send('submitAnswer', {
        round,
        vote: 1,
        answerId: `answer-of-${round}`,
        answer: rightAnswerTo(planned),
      });
      await until(() => payloadsOf(player, 'answerSaved').length === round + 1, `${kind} is saved`);
      await until(() => host.view.progress?.answered === 1, 'the host sees it');
      for (const [who, watcher] of Object.entries(watchers)) expectNothingTold(who, kind, watcher);
      await host.next();
      await until(() => payloadsOf(player, 'roundClosed').length === round + 1, 'the reveal');
      const [{ reveal }, you] = lastOf(player, 'roundClosed')!;
      expect([kind, you!.outcome]).toEqual([kind, isScored({ kind }) ? 'right' : 'counted']);
      expect([kind, you!.points]).toEqual([kind, isScored({ kind }) ? 1_000 : 0]);
      expect(reveal.explanation).toBe('zzwhy');
      await host.next();
    }
    expect(lastOf(player, 'podium')![1]).toMatchObject({ score: 10_000, right: 10, answered: 13 });
  });

  test('[ANS-5] [PTS-4] the report holds every answer as it was given, and its rows add up to the total', async () => {
    await host.end();
    let report: SessionReport | undefined;
    await until(async () => {
      report = await teacher
        .request<SessionReport>('GET', `/sessions/${sessionId}/report`)
        .catch(() => undefined);
      return report !== undefined;
    }, 'the report');
    const ann = report!.learners.find(({ nickname }) => nickname === 'Ann')!;
    expect(ann.answers.map(({ answer }) => answer)).toEqual(plan.rounds.map(rightAnswerTo));
    expect(ann.answers.reduce((sum, { points }) => sum + points, 0)).toBe(ann.score);
    expect(report!.questions.map(({ kind }) => kind)).toEqual(kinds);
  });
});

/** Frames since the last reveal; the frames of reveals themselves may hold all of that round. */
function expectNothingTold(who: string, kind: string, { frames, messages }: RawClient) {
  const unseen = frames.slice(
    frames.findLastIndex((frame) => frame.subarray(0, 16).includes('roundClosed')) + 1,
  );
  const bytes = Buffer.concat(unseen);
  for (const word of secretWords) expect(bytes.includes(word), `${kind}: ${who} saw "${word}"`).toBe(false);
  // the player's own answer comes back to nobody before the reveal, either
  for (const number of secretNumbers)
    for (const written of asWritten(number))
      expect(bytes.includes(written), `${kind}: ${who} saw ${number}`).toBe(false);
  const told = messages.slice(messages.findLastIndex(({ type }) => type === 'roundClosed') + 1);
  const fields = new Set(told.flatMap(({ payload }) => fieldsOf(payload)));
  expect([kind, who, tellingFields.filter((field) => fields.has(field))]).toEqual([kind, who, []]);
}

/** A number as msgpack may write it. */
function asWritten(number: number): Buffer[] {
  const double = Buffer.alloc(8);
  double.writeDoubleBE(number);
  const single = Buffer.alloc(4);
  single.writeFloatBE(number);
  return [double, single];
}

function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, inner]) => [field, ...fieldsOf(inner)]);
}
