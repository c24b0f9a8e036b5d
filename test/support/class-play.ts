import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTutti, type HostChallenge, type SessionSettings, type Tutti } from '@tutti/client';
import type pg from 'pg';
import type { ClassPlan, PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import type { HostCommand, ServerMessage, ServerPayloads } from '../../src/wire/messages.ts';
import type { Joined, Seat } from '../../src/wire/session.ts';
import { openSeat, type RawClient } from './raw-client.ts';
import type { TestServer } from './server.ts';

/** Waits until it is so; fails with the name of what did not happen. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not happen in ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** E-mail and password of a demo account, as the server left them for whoever runs it. */
export function readDemoAccount(
  dataDir: string,
  role: 'teacher' | 'admin',
): { email: string; password: string } {
  const email = `${role}@tutti.example`;
  const passwords = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as Record<
    string,
    string
  >;
  return { email, password: passwords[email]! };
}

export async function signIn(url: string, account: { email: string; password: string }): Promise<Tutti> {
  const tutti = createTutti({ url });
  await tutti.signIn({ ...account, keep: 'body' });
  return tutti;
}

export interface OpenClass {
  id: string;
  pin: string;
  host: HostChallenge;
}

/** A class of 15 questions with its host in the room, which waits for nothing that is not tested. */
export async function openClass(
  teacher: Tutti,
  settings: Partial<SessionSettings> = {},
  slug = 'teach-the-machine',
): Promise<OpenClass> {
  const { items } = await teacher.missions({ limit: 100 });
  const mission = items.find((one) => one.slug === slug)!;
  const { id, pin } = await teacher.openSession(mission.id, {
    getReadySeconds: 0,
    standings: 'off',
    ...settings,
  });
  return { id, pin: pin!, host: await teacher.host(id) };
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the test looks at
  body: any;
}

/** A plain request, without any library of ours. */
export async function ask(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) };
}

export interface RawPlayer extends RawClient {
  joined: Joined;
}

export async function joinRaw(
  url: string,
  pin: string,
  nickname: string,
  headers: Record<string, string> = {},
): Promise<RawPlayer> {
  const { status, body } = await ask(url, 'POST', '/join', { pin, nickname }, headers);
  if (status !== 201) throw new Error(`${nickname} was not let in: ${body.code}`);
  return sitDown(url, body);
}

export async function rejoinRaw(url: string, { resumeToken }: Joined): Promise<RawPlayer> {
  const { status, body } = await ask(url, 'POST', '/rejoin', { resumeToken });
  if (status !== 200) throw new Error(`nobody was let in again: ${body.code}`);
  return sitDown(url, body);
}

async function sitDown(url: string, joined: Joined): Promise<RawPlayer> {
  const client = await openSeat(url, joined.seat);
  // or the end, for someone whom a newer tab replaces at once
  const { socket } = client;
  await until(
    () => payloadsOf(client, 'welcome').length > 0 || socket.readyState === socket.CLOSED,
    'the welcome',
  );
  return Object.assign(client, { joined });
}

/** Whatever a room tells this learner from now on throws, as a connection in a state that nobody thought of. */
export function breakWriting(server: TestServer, roomId: string, participantId: string): void {
  const { clients } = server.app.realtime.matchMaker.getLocalRoomById(roomId);
  const client = clients.find(({ auth }) => auth.participantId === participantId)!;
  const { _sender: sender } = client.ref as unknown as { _sender: { sendFrame(parts: Buffer[]): void } };
  const write = sender.sendFrame.bind(sender);
  sender.sendFrame = (parts, ...rest) => {
    // of Colyseus' own frames the header is a part by itself
    if (parts.length === 1 && parts[0]![0] === 0x82) throw new Error('this connection cannot be written to');
    write(parts, ...rest);
  };
}

/** Whether every event of the log has its place and none is missing. */
export async function isWhole(jobs: pg.Pool, sessionId: string): Promise<boolean> {
  const { rows } = await jobs.query(
    'SELECT count(*)::int AS n, max(seq) AS last FROM live_events WHERE session_id = $1',
    [sessionId],
  );
  return rows[0].n > 0 && rows[0].n === rows[0].last;
}

/** Another seat of the host, without the SDK. */
export async function staffRaw(
  teacher: Tutti,
  sessionId: string,
  as: 'host' | 'projector',
): Promise<RawClient> {
  const { seat } = await teacher.request<{ seat: Seat }>('POST', `/sessions/${sessionId}/seat`, {
    body: { as },
  });
  const client = await openSeat(teacher.url, seat);
  await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
  return client;
}

export function payloadsOf<M extends ServerMessage>({ messages }: RawClient, type: M): ServerPayloads[M][] {
  return messages
    .filter((message) => message.type === type)
    .map(({ payload }) => payload) as ServerPayloads[M][];
}

export const lastOf = <M extends ServerMessage>(client: RawClient, type: M): ServerPayloads[M] | undefined =>
  payloadsOf(client, type).at(-1);

/** Sends an answer and gives its id. */
export function submit(
  client: RawClient,
  round: number,
  choices: readonly number[],
  answerId: string = randomUUID(),
): string {
  client.send('submitAnswer', { round, vote: 1, answerId, answer: choices });
  return answerId;
}

/** Sends an answer and waits for what becomes of it: 'saved', or the code of the refusal. */
export async function answered(
  client: RawClient,
  round: number,
  choices: readonly number[],
  answerId?: string,
): Promise<string> {
  const before = savedIn(client, round);
  const id = submit(client, round, choices, answerId);
  const refusal = () => payloadsOf(client, 'answerRefused').findLast((one) => one.answerId === id);
  await until(() => savedIn(client, round) > before || refusal() !== undefined, `a reply to ${id}`);
  return refusal()?.code ?? 'saved';
}

export const savedIn = (client: RawClient, round: number): number =>
  payloadsOf(client, 'answerSaved').filter((one) => one.round === round).length;

/** Orders something as a host would; null, or the code of the refusal. */
export async function order(client: RawClient, command: HostCommand): Promise<string | null> {
  const id = randomUUID();
  client.send('hostCommand', { id, command });
  const done = () => payloadsOf(client, 'commandDone').some((one) => one.id === id);
  const refused = () => payloadsOf(client, 'commandRefused').find((one) => one.id === id);
  await until(() => done() || refused() !== undefined, `a reply to ${command.verb}`);
  return refused()?.code ?? null;
}

export async function untilQuestion(client: RawClient, round: number): Promise<void> {
  await until(
    () =>
      lastOf(client, 'roundOpened')?.question.round === round ||
      payloadsOf(client, 'welcome').some(
        ({ phase }) => phase.name === 'question' && phase.question.round === round,
      ),
    `question ${round}`,
  );
}

export async function untilPhase(host: HostChallenge, name: string): Promise<void> {
  await until(() => host.view.phase.name === name, `the host sees ${name}`);
}

/** What the server plays, with the keys. */
export async function readPlan(jobs: pg.Pool, sessionId: string): Promise<ClassPlan> {
  const { rows } = await jobs.query('SELECT snapshot FROM live_sessions WHERE id = $1', [sessionId]);
  return rows[0].snapshot;
}

/** How many events of a kind are in the log of a session. */
export async function countEvents(jobs: pg.Pool, sessionId: string, type?: string): Promise<number> {
  const { rows } = await jobs.query(
    'SELECT count(*)::integer AS n FROM live_events WHERE session_id = $1 AND ($2::text IS NULL OR type = $2)',
    [sessionId, type ?? null],
  );
  return rows[0].n;
}

/** Some positions that are not the key, as many as are to be picked. */
export function wrongChoices({ rounds }: ClassPlan, round: number): number[] {
  const { choices, key } = choiceIn(rounds[round]!);
  const wrong = [...Array(choices).keys()].filter((position) => !key.includes(position));
  return [...wrong, ...key].slice(0, key.length);
}
export const rightChoices = ({ rounds }: ClassPlan, round: number): number[] => [
  ...choiceIn(rounds[round]!).key,
];

/** The starter missions of tests ask for choices. */
export function choiceIn(planned: PlannedRound): { choices: number; key: readonly number[] } {
  if (!('key' in planned)) throw new Error(`${planned.kind} has no choices`);
  return planned;
}
