import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

interface Operation {
  operationId: string;
  summary: string;
  security: object[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: object;
  responses: Record<string, object>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

let server: BareServer;
let document: Document;
let operations: [path: string, operation: Operation][];
beforeAll(async () => {
  server = await startBareServer();
  document = (await call<Document>(server, '/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation): [string, Operation] => [path, operation]),
  );
});
afterAll(() => server.stop());

describe('the OpenAPI document', () => {
  it('is version 3.1 and describes the accounts', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/auth/sign-in', '/me', '/invitations/{id}', '/about']),
    );
  });

  it('names every operation once', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, { summary }] of operations) expect(summary, path).not.toBe('');
  });

  it('declares each parameter of each path, and none that is not there', () => {
    for (const [path, { parameters = [] }] of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => name).sort(), path).toEqual(inPath.sort());
      expect(
        declared.every(({ required }) => required),
        path,
      ).toBe(true);
    }
  });

  it('says of every operation what comes back, refusals included', () => {
    for (const [path, { responses }] of operations) {
      expect(
        Object.keys(responses).some((status) => /^[23]\d\d$/.test(status)),
        path,
      ).toBe(true);
      expect(JSON.stringify(responses.default), path).toContain('application/problem+json');
    }
  });

  it('points nowhere but into itself', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target!,
    );
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const found = reference
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  it('asks for a token exactly where the server does', async () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const filled = path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
        const { body } = await call<{ code?: string }>(server, filled, { method: method.toUpperCase() });
        const asks = body?.code === 'auth/required' && path !== '/auth/refresh';
        expect(asks, `${method} ${path}`).toBe(security.length > 0);
      }
    }
  });
});

describe('/api/docs', () => {
  it('works without any inline script', async () => {
    const page = await (await fetch(`${server.url}/api/docs`)).text();
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, attributes, content] of scripts) {
      expect(content).toBe('');
      const source = /src="([^"]+)"/.exec(attributes!)![1]!;
      const file = await fetch(new URL(source, `${server.url}/api/docs`));
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toMatch(/javascript/);
    }
  });
});
