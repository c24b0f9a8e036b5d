import type pg from 'pg';

/** A pool whose clients refuse some statements with `it broke`. */
export const breakingPool = (pool: pg.Pool, breaks: (sql: string, values: string) => boolean): pg.Pool =>
  ({
    query: pool.query.bind(pool),
    connect: async () => {
      const client = await pool.connect();
      const run = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      const query = (...args: unknown[]) =>
        breaks(String(args[0]), JSON.stringify(args[1] ?? []))
          ? Promise.reject(new Error('it broke'))
          : run(...args);
      return new Proxy(client, {
        get: (of, name) => {
          const value = name === 'query' ? query : Reflect.get(of, name, of);
          return typeof value === 'function' ? value.bind(of) : value;
        },
      });
    },
  }) as unknown as pg.Pool;
