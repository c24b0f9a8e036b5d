import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/platform/http/app-error.ts';
import { sendProblems } from '../../../src/platform/http/problem.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.9:5432'), { code: 'ECONNREFUSED' });
const faults: Record<string, unknown> = {
  '/away': refused,
  '/wrapped': new Error('the report was not read', { cause: refused }),
  '/shutting-down': Object.assign(new Error('terminating'), { code: '57P01', severity: 'FATAL' }),
  '/hanging': new Error('Query read timeout'),
  '/bug': new TypeError('secret is undefined'),
  '/refused': new AppError('join/locked'),
};

let http: Server;
let url: string;
const logged: { level: number; msg: string }[] = [];
beforeAll(async () => {
  const app = express();
  app.use((_request, response, next) => {
    response.locals.requestId = 'r-1';
    next();
  });
  app.use(({ path }) => {
    throw faults[path];
  });
  app.use(sendProblems(pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) })));
  http = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(() => void http.close());

describe('sendProblems', () => {
  it.each(['/away', '/wrapped', '/shutting-down', '/hanging'])(
    'says of a database that is away (%s) that a later try makes sense',
    async (path) => {
      const reply = await fetch(url + path);
      expect(reply.status).toBe(503);
      expect(reply.headers.get('retry-after')).toBe('2');
      expect(await reply.json()).toMatchObject({ code: 'server/not-ready', retryAfter: 2 });
      expect(logged.at(-1)).toMatchObject({ level: 40, msg: 'the database was away' });
    },
  );

  it('tells nothing of a fault of ours, and logs it', async () => {
    const reply = await fetch(`${url}/bug`);
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toContain('secret');
    expect(logged.at(-1)).toMatchObject({ level: 50, msg: 'unexpected error' });
  });

  it('logs no refusal', async () => {
    const before = logged.length;
    expect((await fetch(`${url}/refused`)).status).toBe(403);
    expect(logged).toHaveLength(before);
  });
});
