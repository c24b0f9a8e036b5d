import { createTutti, type HostChallenge } from '@tutti/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../src/domain/challenge/class-plan.ts';
import type { Seat } from '../../../src/wire/session.ts';
import { rightChoices, until } from '../../support/class-play.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** What stands in no message before the reveal, whatever its value. */
const tellingFields = [
  'key',
  'explanation',
  'spread',
  'right',
  'correct',
  'is_correct',
  'hint',
  'outcome',
  'answer_key',
  'rightShare',
];

let server: TestServer;
let host: HostChallenge;
let plan: ClassPlan;
let replies: string[];
let watchers: Record<'player' | 'late player' | 'projector' | 'kicked player', RawClient>;

beforeAll(async () => {
  server = await startTestServer();
  const teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...server.teacher, keep: 'body' });
  const { items } = await teacher.missions({ limit: 100 });
  const mission = items.find(({ slug }) => slug === 'spot-the-fake')!;
  const session = await teacher.openSession(mission.id, { getReadySeconds: 1, standings: 'off' });
  host = await teacher.host(session.id);
  plan = await readPlan(session.id);
  replies = [];

  const join = async (nickname: string) => {
    await ask('GET', `/join?pin=${session.pin}`);
    const joined = await ask('POST', '/join', { pin: session.pin, nickname, locale: 'en' });
    return openSeat(server.url, joined.seat as Seat);
  };
  const { seat } = await teacher.request<{ seat: Seat }>('POST', `/sessions/${session.id}/seat`, {
    body: { as: 'projector' },
  });
  watchers = {
    player: await join('Ann'),
    'kicked player': await join('Bob'),
    projector: await openSeat(server.url, seat),
    'late player': await join('Late'),
  };
  await until(() => host.view.host!.players.length === 3, 'the class is there');
  const bob = host.view.host!.players.find(({ nickname }) => nickname === 'Bob')!;
  await host.start();
  await until(() => host.view.phase.name === 'question', 'the first question');
  await host.kick(bob.participantId);
}, 60_000);
afterAll(() => server?.stop());

describe('before a reveal', () => {
  test('[RND-2] no frame and no reply that a player, a projector or a kicked player gets holds the key or anything it follows from', async () => {
    for (let round = 0; round < 4; round++) {
      await until(() => host.view.phase.name === 'question', `question ${round}`);
      watchers.player.send('submitAnswer', { round, vote: 1, answerId: `answer-of-${round}`, answer: [0] });
      await until(() => saved(watchers.player, round), 'the answer is saved');
      for (const [who, watcher] of Object.entries(watchers)) {
        const sinceReveal = lastReveal(watcher);
        const unseen = watcher.frames.slice(sinceReveal);
        for (const text of secretsFrom(plan, round))
          expect(bytesOf(unseen).includes(text), `${who} saw "${text}"`).toBe(false);
        const fields = new Set(
          watcher.messages.slice(messagesBefore(watcher)).flatMap(({ payload }) => fieldsOf(payload)),
        );
        expect(
          tellingFields.filter((field) => fields.has(field) && !(field === 'spread' && who === 'projector')),
        ).toEqual([]);
      }
      await host.next();
      await until(() => host.view.phase.name === 'reveal', 'the reveal');
      await host.next();
    }
    for (const text of secretsFrom(plan, 0)) expect(replies.join('\n')).not.toContain(text);
    for (const field of ['key', 'correct', 'explanation', 'hint'])
      expect(replies.join('\n')).not.toContain(`"${field}"`);
  });

  test('[RND-2] [HST-3] the projector never learns how the class leans while a question is open', () => {
    const spreads = watchers.projector.messages
      .filter(({ type }) => type === 'hostProgress')
      .map(({ payload }) => (payload as { spread: unknown }).spread);
    expect(spreads.length).toBeGreaterThan(0);
    expect(new Set(spreads)).toEqual(new Set([null]));
  });

  test('[RND-2] the reveal then does bring the key, so that the search above looks for the right thing', () => {
    const reveals = watchers.player.messages.filter(({ type }) => type === 'roundClosed');
    expect(reveals).toHaveLength(4);
    expect(bytesOf(watchers.player.frames)).toContain(plan.rounds[0]!.texts.en!.explanation);
    expect((reveals[0]!.payload as [{ reveal: { key: number[] } }])[0].reveal.key).toEqual(
      rightChoices(plan, 0),
    );
  });
});

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  replies.push(text);
  return JSON.parse(text);
}

async function readPlan(sessionId: string): Promise<ClassPlan> {
  const client = new pg.Client(server.database.ownerUrl);
  await client.connect();
  const { rows } = await client.query('SELECT snapshot FROM live_sessions WHERE id = $1', [sessionId]);
  await client.end();
  return rows[0].snapshot;
}

/** Explanations and hints of this and all later rounds, and the prompts of the later ones. */
function secretsFrom({ rounds }: ClassPlan, round: number): string[] {
  return rounds
    .slice(round)
    .flatMap(({ texts }, i) =>
      Object.values(texts).flatMap((text) => [
        text!.explanation,
        ...(text!.hint ? [text!.hint] : []),
        ...(i > 0 ? [text!.prompt] : []),
      ]),
    );
}

const bytesOf = (frames: Buffer[]) => Buffer.concat(frames).toString('utf8');
const saved = ({ messages }: RawClient, round: number) =>
  messages.some(
    ({ type, payload }) => type === 'answerSaved' && (payload as { round: number }).round === round,
  );

/** Index of the first frame after the newest reveal. */
function lastReveal({ frames }: RawClient): number {
  return frames.findLastIndex((frame) => frame.subarray(0, 16).includes('roundClosed')) + 1;
}
function messagesBefore({ messages }: RawClient): number {
  return messages.findLastIndex(({ type }) => type === 'roundClosed') + 1;
}

function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, inner]) => [field, ...fieldsOf(inner)]);
}
