import { createTutti, type HostChallenge, type Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/domain/answer/answer.ts';
import type { ClassPlan } from '../../../src/domain/challenge/class-plan.ts';
import { isScored } from '../../../src/domain/question/question.ts';
import type { SessionReport } from '../../../src/wire/report.ts';
import { serverPayloads } from '../../../src/wire/room-output.ts';
import type { Seat } from '../../../src/wire/session.ts';
import {
  joinRaw,
  lastOf,
  payloadsOf,
  type RawPlayer,
  readPlan,
  rejoinRaw,
  staffRaw,
  until,
} from '../../support/class-play.ts';
import { kinds } from '../../support/kinds.ts';
import {
  insertKindsMission,
  rightAnswerTo,
  secretNumbers,
  secretWords,
  wrongAnswerTo,
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
let pin: string;
let plan: ClassPlan;
/** Answers right; the other one at first not, and comes back anew again and again. */
let player: RawPlayer;
let other: RawPlayer;
let coHost: RawClient;
let watchers: Record<string, RawClient>;
const gone: RawClient[] = [];

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
    revoteBelow: 0.9,
  });
  sessionId = session.id;
  pin = session.pin!;
  host = await teacher.host(session.id);
  plan = await readPlan(server.app.db.jobs, session.id);
  player = await joinRaw(server.url, pin, 'Ann');
  other = await joinRaw(server.url, pin, 'Cleo');
  coHost = await staffRaw(teacher, session.id, 'host');
  const { seat } = await teacher.request<{ seat: Seat }>('POST', '/watch', { body: { pin } });
  watchers = {
    player,
    'player who comes back': other,
    'player who answers nothing': await joinRaw(server.url, pin, 'Late'),
    'removed player': await joinRaw(server.url, pin, 'Bob'),
    projector: await staffRaw(teacher, session.id, 'projector'),
    spectator: await openSeat(server.url, seat),
  };
  await until(() => host.view.host!.players.length === 4, 'the class is there');
  await host.start();
  await host.kick(host.view.host!.players.find(({ nickname }) => nickname === 'Bob')!.participantId);
}, 60_000);
afterAll(() => server?.stop());

/** Somebody enters for the first time, and the other player from a new tab; both are told where the class is. */
async function comeIn(nickname: string): Promise<void> {
  if (watchers.latecomer) watchers.latecomer.close();
  gone.push(other, ...(watchers.latecomer ? [watchers.latecomer] : []));
  other = await rejoinRaw(server.url, other.joined);
  Object.assign(watchers, {
    latecomer: await joinRaw(server.url, pin, nickname),
    'player who comes back': other,
  });
}

const savedIn = (client: RawClient, round: number, vote: number) =>
  payloadsOf(client, 'answerSaved').some((one) => one.round === round && one.vote === vote);

async function answer(client: RawClient, round: number, vote: number, given: Answer): Promise<void> {
  client.send('submitAnswer', { round, vote, answerId: `answer-${round}-${vote}`, answer: given });
  await until(() => savedIn(client, round, vote), `vote ${vote} of question ${round} is saved`);
}

function expectNothingToldToAnybody(kind: string): void {
  for (const [who, watcher] of Object.entries(watchers)) expectNothingTold(who, kind, watcher);
}

describe('a class that is asked every kind of question', () => {
  test('[RND-2] [RVL-3] [ANS-5] of each kind nobody but the host learns anything before the reveal, through two votes, coming late or anew, and a right answer is right', async () => {
    for (const [round, kind] of kinds.entries()) {
      await until(() => host.view.phase.name === 'question', `question ${round}`);
      const planned = plan.rounds[round]!;
      expect(planned.kind).toBe(kind);
      const right = rightAnswerTo(planned);
      const wrong = wrongAnswerTo(planned);
      await answer(player, round, 1, right);
      await answer(other, round, 1, wrong);
      await until(() => host.view.progress?.answered === 2, 'the host sees it');
      expect(host.view.progress!.firstRight).toBeNull();
      await comeIn(`Late ${round}`);
      expect(phaseOf(other)).toMatchObject({ name: 'question', answered: wrong, question: { vote: 1 } });
      expect(phaseOf(watchers.latecomer!)).toMatchObject({ name: 'question', answered: null });
      expectNothingToldToAnybody(kind);

      await host.next();
      if (isScored({ kind })) {
        await until(() => host.view.phase.name === 'discuss', 'the discussion');
        await until(() => host.view.progress?.firstRight === 1, 'the host knows how many were right');
        expect(host.view.progress).toMatchObject({ answered: 2, spread: expect.any(Array) });
        await comeIn(`Later ${round}`);
        expect(phaseOf(other)).toMatchObject({ name: 'discuss', answered: wrong });
        expect(phaseOf(watchers.latecomer!)).toMatchObject({ name: 'discuss', answered: null });
        expectNothingToldToAnybody(kind);
        await host.revote();
        await until(() => lastOf(other, 'roundOpened')?.question.vote === 2, 'the second vote');
        await answer(player, round, 2, right);
        expectNothingToldToAnybody(kind);
        await answer(other, round, 2, right);
        await until(() => host.view.progress?.answered === 2, 'the host sees it');
        expectNothingToldToAnybody(kind);
        await host.next();
      }
      await until(() => payloadsOf(player, 'roundClosed').length === round + 1, 'the reveal');
      const [{ reveal }, you] = lastOf(player, 'roundClosed')!;
      expect([kind, you!.outcome]).toEqual([kind, isScored({ kind }) ? 'right' : 'counted']);
      expect([kind, you!.points]).toEqual([kind, isScored({ kind }) ? 1_000 : 0]);
      expect(reveal).toMatchObject({ explanation: 'zzwhy', answered: 2 });
      expect(reveal.first).toEqual(
        isScored({ kind }) ? { answered: 2, right: 1, spread: expect.any(Array), gain: 1 } : null,
      );
      await host.next();
    }
    expect(lastOf(player, 'podium')![1]).toMatchObject({ score: 10_000, right: 10, answered: 13 });
  }, 60_000);

  test('[RVL-3] [HST-3] how many were right at first, and how the class leans, is told to hosts alone', () => {
    const known = payloadsOf(coHost, 'hostProgress').filter(({ firstRight }) => firstRight !== null);
    expect(new Set(known.map(({ round }) => round)).size).toBe(10);
    const shown = payloadsOf(watchers.projector!, 'hostProgress');
    expect(shown.length).toBeGreaterThan(kinds.length);
    expect(
      shown.filter((one) => one.firstRight !== null || one.spread !== null || one.given !== null),
    ).toEqual([]);
    for (const [who, { messages }] of Object.entries(watchers))
      if (who !== 'projector') expect(messages.map(({ type }) => type)).not.toContain('hostProgress');
  });

  test('every frame that anybody got has the shape that is written down for it', () => {
    for (const { messages } of [coHost, ...gone, ...Object.values(watchers)])
      for (const { type, payload } of messages)
        expect(serverPayloads[type as 'welcome'].safeParse(payload).error, type).toBeUndefined();
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
    for (const { kind, first } of report!.questions)
      expect(first).toEqual(
        isScored({ kind })
          ? { answered: 2, right: 1, rightShare: 0.5, spread: expect.any(Array), gain: 1 }
          : null,
      );
  });
});

const phaseOf = (client: RawClient) => lastOf(client, 'welcome')!.phase;

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
