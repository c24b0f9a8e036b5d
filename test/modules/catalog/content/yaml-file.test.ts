import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../src/modules/catalog/content/yaml-file.ts';

const file = 'missions/x.yaml';

describe('a file that is no good YAML', () => {
  it.each([
    [
      'a colon in a bare text',
      'title: x\nprompt: Look: a shark\n',
      2,
      'put a text that contains ": " in quotes',
    ],
    ['a tab', 'title: x\nages:\n\tfrom: 8\n', 3, 'spaces, not with tabs'],
    ['a name that stands twice', 'title: x\ntopic: y\ntitle: z\n', 3, 'stands twice'],
    ['a second document', 'title: x\n---\ntitle: y\n', 2, 'one mission only'],
    ['a quote that never closes', 'title: x\nhint: "y\n', 3, 'quote'],
    ['a tag that asks for code', 'title: x\nhint: !run y\n', 2, 'cannot be read as YAML'],
  ])('is refused with its line and advice: %s', (_, text, line, advice) => {
    const parsed = parseYaml(file, text);
    expect(parsed).toMatchObject({
      ok: false,
      problems: [
        { file, line, field: '', code: 'content/broken-yaml', message: expect.stringContaining(advice) },
      ],
    });
  });

  it('complains ten times at most, however broken it is', () => {
    const parsed = parseYaml(file, 'a: b: c\n'.repeat(500));
    expect(parsed.ok ? 0 : parsed.problems.length).toBe(10);
  });
});

describe('a file made to do harm', () => {
  it('cannot grow without limit by repeating itself', () => {
    const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const grown = levels.map((name, index) => {
      const former = `*${'abcdefgh'[index]}`;
      return `${name}: &${name} [${Array(9).fill(former).join(', ')}]`;
    });
    const parsed = parseYaml(file, `a: &a [x, x, x]\n${grown.join('\n')}\n`);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code: 'content/too-many-aliases' }] });
  });

  it('cannot exhaust the stack by nesting', () => {
    const parsed = parseYaml(file, '['.repeat(20_000));
    expect(parsed).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ message: 'The lists in this file are nested too deeply.' }),
      ]),
    });
  });

  it('costs time in proportion to its size, also with very many names', () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`);
    const before = process.cpuUsage();
    expect(parseYaml(file, names.join('\n')).ok).toBe(true);
    // of the process, so that a busy machine does not count; in quadratic time it would be minutes
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  });

  it('cannot reach the prototype of the objects it becomes', () => {
    const parsed = parseYaml(file, '__proto__: { polluted: true }\n');
    if (!parsed.ok) throw new Error('this is valid YAML');
    expect(Object.keys(parsed.yaml.value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('the line of a field', () => {
  const parsed = parseYaml(file, '# a comment\nages:\n  from: 8\nlessons:\n  - slug: x\n  -\n    slug: y\n');
  if (!parsed.ok) throw new Error('this is valid YAML');
  const { lineOf } = parsed.yaml;

  it.each([
    [['ages'], 2],
    [['ages', 'from'], 3],
    [['lessons', 0, 'slug'], 5],
    [['lessons', 1, 'slug'], 7],
  ])('is that of its name: %j', (path, line) => {
    expect(lineOf(path)).toBe(line);
  });

  it.each([
    [[], 2],
    [['title'], 2],
    [['ages', 'to'], 2],
    [['lessons', 0, 'title'], 5],
    [['lessons', 4, 'title'], 4],
  ])('is that of what should hold it when it is missing: %j', (path, line) => {
    expect(lineOf(path)).toBe(line);
  });
});
