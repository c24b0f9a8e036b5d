import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { call } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const fromDocs = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
const { panels } = JSON.parse(fromDocs('watching/grafana.json')) as Dashboard;
const rules = (parse(fromDocs('watching/alerts.yml')) as Rules).groups.flatMap((group) => group.rules);

/** What Prometheus adds by itself. */
const ofPrometheus = { names: ['up'], labels: ['job', 'instance'] };
const words = new Set(['by', 'without', 'on', 'and', 'or', 'unless', 'le', 'bool', 'offset']);

/** The names of the metrics in a query, each with the labels that it is chosen by. */
function metricsIn(query: string): { name: string; labels: string[] }[] {
  const withoutGroups = query.replace(/\b(by|without|on)\s*\([^)]*\)/g, ' ').replace(/\[[^\]]*\]/g, ' ');
  return [...withoutGroups.matchAll(/(?<![\w.])([a-z_:][\w:]*)\s*(?:\{([^}]*)\})?(\s*\()?/gi)]
    .filter(([, name, , opens]) => !opens && !words.has(name!))
    .map(([, name, chosen = '']) => ({
      name: name!,
      labels: [...chosen.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!),
    }));
}

const queries = [
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];

describe('the dashboard and the alert rules', () => {
  let server: BareServer;
  /** Every name that can be asked for, with the labels of its lines. */
  const exported = new Map<string, Set<string>>();
  beforeAll(async () => {
    server = await startBareServer();
    await call(server, '/about');
    await server.app.jobs.runNow('retention');
    const page = await (await fetch(`${server.url}/metrics`)).text();
    for (const [, name, type] of page.matchAll(/^# TYPE (\S+) (\S+)$/gm))
      for (const suffix of type === 'histogram'
        ? ['_bucket', '_sum', '_count']
        : type === 'summary'
          ? ['_sum', '_count', '']
          : [''])
        exported.set(name! + suffix, new Set());
    for (const [, name, labels = ''] of page.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm))
      for (const [, label] of labels.matchAll(/(\w+)="/g)) exported.get(name!)?.add(label!);
  });
  afterAll(() => server.stop());

  it.each(queries)('%s asks for nothing that a running server does not show', (_title, query) => {
    const asked = metricsIn(query);
    expect(asked.length).toBeGreaterThan(0);
    for (const { name, labels } of asked) {
      if (ofPrometheus.names.includes(name)) continue;
      expect([...exported.keys()], query).toContain(name);
      for (const label of labels)
        if (!ofPrometheus.labels.includes(label)) expect([...exported.get(name)!], query).toContain(label);
    }
  });

  it('the names of metrics are found in a query', () => {
    expect(metricsIn('a_b{x="1",y=~"2.."} / sum by (le, c) (rate(d_bucket[5m])) > 1.5e9')).toEqual([
      { name: 'a_b', labels: ['x', 'y'] },
      { name: 'd_bucket', labels: [] },
    ]);
  });

  it('every alert stands in the table of what to do, and no other', () => {
    const rows = [...fromDocs('operations.md').matchAll(/^\| `(Tutti\w+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(rules.map(({ alert }) => alert));
  });
});
