import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  joinRaw,
  openClass,
  readPlan,
  rightChoices,
  savedIn,
  signIn,
  submit,
  until,
  untilQuestion,
} from '../../support/class-play.ts';
import { type ReceivedSpan, startOtlpReceiver } from '../../support/otlp.ts';
import { call } from '../../support/rest.ts';
import { startTestServer } from '../../support/server.ts';

const callersTrace = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';
const from = (flags: string, trace = callersTrace) => ({
  traceparent: `00-${trace}-${callersSpan}-${flags}`,
});

describe('traces of a server that sends them', () => {
  let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let teacher: { email: string; password: string };
  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    const server = await startTestServer({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20dHV0dGk6cGFzcw==, x-school=oak',
    });
    teacher = server.teacher;
    const body = { login: teacher.email, password: teacher.password };
    await call(server, '/auth/sign-in', { method: 'POST', body, headers: from('01') });
    await call(server, '/auth/sign-in', {
      method: 'POST',
      body: { ...body, password: 'kanari-password' },
    });
    const unsampled = from('00', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    await call(server, '/about', { headers: unsampled });
    await fetch(`${server.url}/health/live`);

    const { id, pin, host } = await openClass(await signIn(server.url, teacher));
    const ann = await joinRaw(server.url, pin, 'Kanari');
    const plan = await readPlan(server.app.db.jobs, id);
    await host.start();
    await untilQuestion(ann, 0);
    submit(ann, 0, rightChoices(plan, 0));
    await until(() => savedIn(ann, 0) === 1, 'the answer is saved');
    ann.socket.close();
    await host.end();
    await server.app.jobs.runNow('retention');
    await server.stop();
    await receiver.close();
    for (const secret of [pin, id, ann.joined.participantId]) personal.push(secret);
  });
  const personal: string[] = [];

  const named = (name: string): ReceivedSpan[] => receiver.spans.filter((span) => span.name === name);
  const partsOf = ({ spanId }: ReceivedSpan): ReceivedSpan[] =>
    receiver.spans.filter(({ parentSpanId }) => parentSpanId === spanId);

  it('go to the receiver with its headers, and on when the server stops', () => {
    expect(receiver.headers[0]).toMatchObject({
      path: '/v1/traces',
      authorization: 'Basic dHV0dGk6cGFzcw==',
      'x-school': 'oak',
    });
    expect(receiver.bodies[0]).toContain('"service.name"');
  });

  it('go on with the trace of the caller: request, transaction, password', () => {
    const [request] = named('POST /api/v1/auth/sign-in').filter(({ traceId }) => traceId === callersTrace);
    expect(request).toMatchObject({
      parentSpanId: callersSpan,
      kind: 2,
      attributes: { 'http.route': '/api/v1/auth/sign-in', 'http.response.status_code': 200 },
    });
    const parts = partsOf(request!);
    expect(parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['transaction', 'password compare']),
    );
    for (const { traceId } of parts) expect(traceId).toBe(callersTrace);
  });

  it('name a refusal by its code, which is no fault of the server', () => {
    const refused = named('POST /api/v1/auth/sign-in').find((one) => one.attributes['error.type']);
    expect(refused).toMatchObject({
      attributes: { 'error.type': 'auth/wrong-credentials', 'http.response.status_code': 401 },
      status: { code: 0 },
    });
    expect(refused!.parentSpanId).toBeUndefined();
  });

  it('leave out what the caller does not want traced, and what no person asked for', () => {
    expect(named('GET /api/v1/about')).toEqual([]);
    expect(receiver.spans.filter(({ name }) => name.includes('health'))).toEqual([]);
  });

  it('show a class that opens within its request, and each commit of the event log by itself', () => {
    const [opened] = named('open room');
    expect(opened!.attributes).toEqual({ kind: 'class', events: 0 });
    const [request] = receiver.spans.filter(({ spanId }) => spanId === opened!.parentSpanId);
    expect(request!.name).toMatch(/^POST \/api\/v1\/.*sessions/);
    const commits = named('event log commit');
    expect(commits.length).toBeGreaterThan(2);
    for (const { parentSpanId, attributes } of commits) {
      expect(parentSpanId).toBeUndefined();
      expect(attributes).toEqual({ rows: expect.any(Number), sessions: 1 });
    }
  });

  it('show a job', () => {
    expect(named('job retention')).toMatchObject([{ attributes: { 'tutti.job': 'retention' } }]);
  });

  it('[DAT-4] hold no name, address, PIN, id of a session or password', () => {
    const all = receiver.bodies.join('\n').toLowerCase();
    for (const one of ['kanari', teacher.email, teacher.password, ...personal])
      expect(all).not.toContain(one.toLowerCase());
  });
});

/** Says on standard error which packages of OpenTelemetry a process loads. */
const watchModules = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve(name, context, next) {
    const found = next(name, context);
    const [, part] = /@opentelemetry\\/([\\w-]+)/.exec(found.url) ?? [];
    if (part) console.error('loaded:' + part + ';');
    return found;
  } });`)}`;

const source = (path: string) =>
  JSON.stringify(fileURLToPath(new URL(`../../../src/${path}`, import.meta.url)));

/** Loads the whole server in a process of its own, and starts traces. */
async function loadServer(config: string): Promise<Set<string>> {
  const { stderr } = await promisify(execFile)(process.execPath, [
    `--import=${watchModules}`,
    '--input-type=module',
    '--eval',
    `await import(${source('app.ts')});
     const { startTraces } = await import(${source('platform/traces/start-traces.ts')});
     await (await startTraces(${config}, { version: '1' }, {})).close();
     process.exit();`,
  ]);
  return new Set([...stderr.matchAll(/loaded:([\w-]+);/g)].map(([, name]) => name!));
}

it('without a receiver nothing of OpenTelemetry is loaded but the interface that prom-client brings along', async () => {
  expect(await loadServer('null')).toEqual(new Set(['api']));
  const config = `{ endpoint: 'http://127.0.0.1:1', headers: {}, serviceName: 'tutti', ratio: 1 }`;
  expect([...(await loadServer(config))]).toEqual(
    expect.arrayContaining(['sdk-trace-node', 'exporter-trace-otlp-http']),
  );
});
