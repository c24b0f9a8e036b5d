import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAt, scannedRoutes } from '../support/scanned-routes.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const tests = readdirSync(import.meta.dirname)
  .filter((name) => /\.test\.tsx?$/.test(name) && name !== 'scanned-routes.test.ts')
  .map((name) => ({ name, text: read(`test/web/${name}`) }));

/** How the router writes two addresses of one page. */
const ofSeveral = /\$\{which\}/;

/** What the router of the desk leads to, without those that only lead on and the same page for a wrong address below each. */
function deskRoutes(): string[] {
  const found: string[] = [];
  let parent = '';
  const text = read('web/src/desk/router.tsx');
  const entries = text.matchAll(
    /(?:^ *|\{ )(path: '[^']*'|path: `[^`]*`|index: true)(,\n *element:|.*redirect)?/gm,
  );
  for (const [, entry, more = ''] of entries) {
    const path = entry!.replace(/^path: .(.*).$/, '$1');
    if (more.includes('element:')) parent = path;
    else if (more.includes('redirect') || (path.includes('*') && path !== '*')) continue;
    else if (entry === 'index: true') found.push(parent);
    else if (path.startsWith('/')) found.push(path);
    else if (path === '*') found.push(path);
    else if (ofSeveral.test(path))
      found.push(...['new', ':questionId'].map((one) => `${parent}/${path.replace(ofSeveral, one)}`));
    else found.push(`${parent}/${path}`);
  }
  return [...new Set(found)];
}

/** Which addresses the server answers with the page of players and with the big screen. */
function liveRoutes(): string[] {
  const [, pages] = /const pages[^{]*\{(.*?)\n\};/s.exec(read('src/platform/http/pages.ts'))!;
  return ['index.html', 'projector.html'].flatMap((page) => {
    const [, paths] = new RegExp(`'${page}': \\[(.*?)\\],\n`, 's').exec(`${pages}\n`)!;
    return [...paths!.matchAll(/'([^']+)'/g)].map(([, path]) => path!.replace('*rest', ':id'));
  });
}

describe('the accessibility check', () => {
  it('looks at every page: one that is new has to be looked at as well', () => {
    const routes = [...deskRoutes(), ...liveRoutes()];
    expect(routes.length).toBeGreaterThan(50);
    expect(Object.keys(scannedRoutes).toSorted()).toEqual(routes.toSorted());
  });

  it.each(Object.entries(scannedRoutes))('%s is looked at, in one place: %s', (_, screen) => {
    const quoted = new RegExp(`(look\\(|screen: )'${screen}'`);
    const looked = tests.filter(({ text }) => text.includes('checkAccessibility()') && quoted.test(text));
    expect(looked.map(({ name }) => name)).toHaveLength(1);
  });

  it('tells an address from its neighbours', () => {
    expect(isAt('/teach/groups/:id', '/teach/groups/7')).toBe(true);
    expect(isAt('/projector', '/projector/')).toBe(true);
    expect(isAt('/teach/groups/:id', '/teach/groups/7/report')).toBe(false);
    expect(isAt('/teach/classes/:id', '/teach/groups/7')).toBe(false);
  });

  it('is never made without asking what it found', () => {
    const forgetful = tests.filter(
      ({ text }) => text.includes('checkAccessibility()') && !/\.violations\)\.toEqual\(\[\]\)/.test(text),
    );
    expect(forgetful.map(({ name }) => name)).toEqual([]);
  });
});
