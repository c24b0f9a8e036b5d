import type { Access } from '../../src/platform/http/openapi.ts';
import { call } from './rest.ts';
import type { BareServer } from './server.ts';
import type { JsonSchema } from './valid-body.ts';

/** A route of the running server, as its own OpenAPI document tells it. */
export interface ListedRoute {
  /** `POST /classes/{id}/leave` */
  name: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  access: Access;
  body: JsonSchema | null;
  /** Names of the parameters in the query; false: may be left out. */
  query: Record<string, boolean>;
}

interface Operation {
  summary: string;
  tags: string[];
  'x-access': Access;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

export async function routesOf(server: Pick<BareServer, 'url'>): Promise<{
  routes: ListedRoute[];
  defs: Record<string, JsonSchema>;
}> {
  const { body } = await call<{
    paths: Record<string, Record<string, Operation>>;
    components: { schemas?: Record<string, JsonSchema> };
  }>(server, '/openapi.json');
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { summary, tags, parameters = [], requestBody, ...operation }]) => {
      const method = verb.toUpperCase();
      const query = parameters.filter((one) => one.in === 'query');
      return {
        name: `${method} ${path}`,
        method,
        path,
        tag: tags[0]!,
        summary,
        access: operation['x-access'],
        body: requestBody?.content['application/json']?.schema ?? null,
        query: Object.fromEntries(query.map(({ name, required = false }) => [name, required])),
      };
    }),
  );
  return { routes, defs: body.components.schemas ?? {} };
}

/** All of it, never more than so many at once. */
export async function inTurns<In, Out>(
  items: readonly In[],
  atOnce: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) done[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}
