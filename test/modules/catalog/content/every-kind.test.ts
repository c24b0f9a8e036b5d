import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { questionKinds } from '../../../../src/domain/question/question.ts';
import { loadContent } from '../../../../src/modules/catalog/content/content.loader.ts';
import { formatProblems } from '../../../../src/modules/catalog/content/content.problem.ts';
import {
  contentFolder,
  lineWith,
  mission,
  missionText,
  places,
  problemsIn,
  swap,
  translation,
  translationText,
} from './content-folder.ts';

const guide = await readFile(new URL('../../../../docs/content.md', import.meta.url), 'utf8');
const landscape = await readFile(
  new URL('../../../../content/missions/the-way-of-water/landscape.png', import.meta.url),
);
const film = await readFile(
  new URL('../../../../content/missions/the-way-of-water/a-drop-travels.webm', import.meta.url),
);
const picture = 'missions/whale-watch/bays.png';
const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => dedent(text!));
const isWhole = (text: string) => text.startsWith('title:');
const asked = blocks.filter((text) => text.startsWith('- id:')).flatMap((text) => text.split(/^(?=- id:)/m));
const told = blocks
  .filter((text) => /^[a-z-]+:\n/.test(text))
  .flatMap((text) => text.split(/^(?=[a-z-]+:$)/m));

const exampleOf = (kind: string): string => asked.find((text) => text.includes(`kind: ${kind}\n`))!;
const head = missionText.slice(0, missionText.indexOf('lessons:'));
const lesson = 'lessons:\n  - slug: all\n    title: All\n    kind: quiz\n    questions:\n';
/** A mission that asks these questions and nothing else. */
const missionOf = (...questions: string[]) => head + lesson + indent(questions.join(''), 6);
const translationOf = (...questions: string[]) =>
  `${translationText.slice(0, translationText.indexOf('lessons:'))}lessons:\n  all:\n    title: Todo\n    questions:\n${indent(questions.join(''), 6)}`;
const found = (text: string, spanish: string | null = null) =>
  problemsIn({ [mission]: text, [translation]: spanish, [picture]: landscape });

function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}
function dedent(text: string): string {
  const [spaces] = /^ */.exec(text)!;
  return text.replaceAll(new RegExp(`^${spaces}`, 'gm'), '');
}

describe('the guide for authors', () => {
  it('holds a whole mission with its translation', async () => {
    const [english, spanish] = blocks.filter(isWhole);
    expect(await found(english!, spanish)).toEqual([]);
  });

  it('shows every kind of question, and each example is sound', async () => {
    const kinds = asked.map((text) => /kind: (\w+)/.exec(text)![1]);
    expect(new Set([...kinds, 'single_choice'])).toEqual(new Set(questionKinds));
    for (const text of asked.filter((one) => !one.includes('  way:')))
      expect(formatProblems(await found(missionOf(text))), text).toContain('0 things');
  });

  it('shows a lesson with a film, which is sound with its film and with nothing else', async () => {
    const shown = blocks.find((text) => text.startsWith('- slug:'))!;
    const text = `${missionText}\n${indent(shown, 2)}`;
    const file = 'missions/whale-watch/dive.webm';
    expect(
      formatProblems(await problemsIn({ [mission]: text, [translation]: null, [file]: film })),
    ).toContain('0 things');
    const codes = async (files: Parameters<typeof problemsIn>[0]) =>
      (await problemsIn({ [translation]: null, ...files })).map(({ code }) => code);
    expect(await codes({ [mission]: text })).toEqual(['content/no-file', 'content/wrong-file-kind']);
    expect(await codes({ [mission]: text, [file]: landscape })).toEqual(['content/wrong-file-kind']);
  });

  it('says when missions require what is not there, or each other', async () => {
    const other = 'missions/seal-watch.yaml';
    const asking = (text: string, slug: string) =>
      swap(text, 'estimatedMinutes:', `requires: [${slug}]\nestimatedMinutes:`);
    const second = missionText.replaceAll(/(know|whale)-/g, 'seal-');
    const codes = async (first: string, then: string) =>
      (await problemsIn({ [mission]: first, [translation]: null, [other]: then })).map(({ code }) => code);
    expect(await codes(asking(missionText, 'seal-watch'), second)).toEqual([]);
    expect(await codes(asking(missionText, 'nowhere'), second)).toEqual(['content/unknown-mission']);
    expect(await codes(asking(missionText, 'seal-watch'), asking(second, 'whale-watch'))).toEqual([
      'content/unknown-mission',
      'content/unknown-mission',
    ]);
  });

  it('[GRP-1] shows a task for a group', async () => {
    const task = asked.find((text) => text.includes('  way: split'))!;
    const others = ['consensus', 'turns'].map((way, i) => `${asked[i]}  way: ${way}\n`);
    const text = swap(missionOf(task, ...others), 'missionType: story', 'missionType: group');
    const told = swap(text, '    title: All\n', '    title: All\n    reading: [A whale is lost.]\n');
    expect(formatProblems(await found(told))).toContain('0 things');
  });

  it('translates questions in a form that is read', async () => {
    expect(told.length).toBeGreaterThanOrEqual(3);
    for (const spanish of told) {
      const [, id] = /^([a-z-]+):/.exec(spanish)!;
      const question = asked.find((text) => text.startsWith(`- id: ${id}\n`))!;
      const problems = await found(missionOf(question), translationOf(spanish));
      expect(formatProblems(problems), spanish).toContain('0 things');
    }
  });
});

describe('a question of every kind', () => {
  /** One fault each: in which kind, what replaces what, and where what is found. */
  const faults: [kind: string, part: string, by: string, at: string, field: string, code: string][] = [
    ['matching', 'right: Pup', 'right: Calf', 'left: Seal', 'pairs.b.right', 'same-twice'],
    ['matching', '{ left: Seal, right: Pup }', '{ left: Seal }', 'left: Seal', 'pairs.b.right', 'missing'],
    ['ordering', 'b: It dives down', 'b: It breathes in', 'b: It', 'order.b', 'same-twice'],
    ['ordering', '  order:\n', '  choices:\n', 'id: whale', 'order', 'missing'],
    ['fill_blank', 'its ___ and', 'its nose and', 'prompt:', 'prompt', 'blanks-differ'],
    ['fill_blank', '[lungs]', 'lungs', 'accept: lungs', 'blanks[1].accept', 'wrong-type'],
    ['fill_blank', '[lungs]', '[""]', 'accept: [""]', 'blanks[1].accept[0]', 'missing'],
    ['numeric', 'tolerance: 5', 'tolerance: -5', 'tolerance', 'tolerance', 'out-of-range'],
    ['numeric', 'answer: 28', 'answer: many', 'answer', 'answer', 'wrong-type'],
    ['numeric', 'answer: 28', 'answer: .inf', 'answer', 'answer', 'wrong-type'],
    ['slider', 'answer: 60', 'answer: 500', 'answer', 'answer', 'off-slider'],
    ['slider', 'step: 5', 'step: 500', 'range', 'range.step', 'step-too-long'],
    ['slider', 'from: 0', 'from: 200', 'range', 'range.to', 'range-empty'],
    ['slider', 'noPointsBeyond: 45', 'noPointsBeyond: 5', 'noPoints', 'noPointsBeyond', 'edge-in-band'],
    ['hotspot', 'file: bays.png', 'file: bay.png', 'file', 'media.file', 'no-file'],
    ['hotspot', 'file: bays.png', 'file: ../bays.png', 'file', 'media.file', 'no-file'],
    [
      'hotspot',
      '    alt: A map with a bay in the north and a bay in the south.\n',
      '',
      'media',
      'media.alt',
      'no-alt',
    ],
    ['hotspot', 'right: 70', 'right: 700', 'left: 40', 'areas[0].right', 'out-of-range'],
    ['hotspot', 'right: 70', 'right: 40', 'left: 40', 'areas[0]', 'flat-area'],
    [
      'hotspot',
      '- { left: 40, top: 60, right: 70, bottom: 90 }',
      '- all of it',
      '- all',
      'areas[0]',
      'wrong-area-form',
    ],
    [
      'scale',
      'steps: { a: Not yet, b: A little, c: Well }',
      'steps: { a: Well }',
      'steps',
      'steps',
      'too-few',
    ],
    ['poll', 'picks: 2', 'picks: 9', 'picks', 'picks', 'too-many-picks'],
    ['poll', 'picks: 2', 'answer: a', 'answer', 'answer', 'not-for-this-kind'],
    ['word_cloud', 'words: 3', 'words: 30', 'words: 30', 'words', 'out-of-range'],
    ['open_text', '[lungs, mammal]', '[]', '[]', 'ideas[1]', 'missing'],
    ['true_false', 'answer: false', 'answer: b', 'answer', 'answer', 'wrong-type'],
    ['true_false', 'points: 1', 'points: 3', 'points', 'points', 'not-allowed'],
    ['true_false', 'points: 1', 'timeLimitSeconds: 1', 'timeLimit', 'timeLimitSeconds', 'out-of-range'],
    ['true_false', 'points: 1', 'hint: "\\e[2J"', 'hint', 'hint', 'bad-sign'],
  ];

  it.each(faults)(
    '%s: says at its place what is wrong with "%s" as "%s"',
    async (kind, part, by, at, field, code) => {
      const example =
        kind === 'true_false' && part.startsWith('points')
          ? `${exampleOf(kind)}  points: 1\n`
          : exampleOf(kind);
      const text = missionOf(swap(example, part, by));
      const problems = await found(text);
      expect(places(problems)).toContainEqual({
        file: mission,
        line: lineWith(text, at),
        field: `lessons[0].questions[0].${field}`,
        code: `content/${code}`,
      });
      for (const { message } of problems) expect(message).toMatch(/^["A-Z].*\.$/);
    },
  );

  it('is refused in a translation that does not mark its blanks', async () => {
    const spanish = told.find((text) => text.startsWith('whale-blows'))!;
    const text = translationOf(swap(spanish, 'y tiene ___ en', 'y tiene pulmones en'));
    expect(places(await found(missionOf(exampleOf('fill_blank')), text))).toEqual([
      {
        file: translation,
        line: lineWith(text, 'pulmones en'),
        field: 'lessons.all.questions.whale-blows.prompt',
        code: 'content/blanks-differ',
      },
    ]);
  });

  it('is refused where the words of all languages together are too many', async () => {
    const spanish = told.find((text) => text.startsWith('whale-why-up'))!;
    const many = Array.from({ length: 9 }, (_, i) => `palabra${i}`).join(', ');
    const text = translationOf(swap(spanish, '[respirar, respira, aire]', `[${many}]`));
    expect(places(await found(missionOf(exampleOf('open_text')), text))).toEqual([
      {
        file: translation,
        line: lineWith(text, 'palabra0'),
        field: 'lessons.all.questions.whale-why-up.ideas[0]',
        code: 'content/too-long',
      },
    ]);
  });

  it.each(['scale', 'poll', 'word_cloud'])(
    'is refused in a mission for groups where nothing is right: %s',
    async (kind) => {
      const text = swap(missionOf(exampleOf(kind)), 'missionType: story', 'missionType: group');
      expect((await found(text)).map(({ code }) => code)).toContain('content/not-for-groups');
    },
  );
});

describe('[EDG-4] a file of a question', () => {
  const example = () => missionOf(exampleOf('hotspot'));

  it('is what its first bytes say, whatever its name says', async () => {
    const problems = await problemsIn({
      [mission]: example(),
      [translation]: null,
      [picture]: '<svg xmlns="x"/>',
    });
    expect(problems.map(({ code }) => code)).toEqual(['content/wrong-file-kind']);
  });

  it('is not larger than what can be sent', async () => {
    const large = Buffer.concat([landscape, Buffer.alloc(5 * 1024 * 1024)]);
    const problems = await problemsIn({ [mission]: example(), [translation]: null, [picture]: large });
    expect(problems.map(({ code }) => code)).toEqual(['content/too-large']);
  });
});

describe('whatever a file holds', () => {
  const sound = missionOf(...asked.filter((text) => !text.includes('  way:')));
  const spanish = translationOf(...told);

  it('nothing is wrong with what is broken below', async () => {
    expect(await found(sound)).toEqual([]);
  });

  /** It is content, or every fault is a sentence with a place. */
  async function speaks(text: string, translated: string | null): Promise<void> {
    const folder = await contentFolder({ [mission]: text, [translation]: translated, [picture]: landscape });
    const loaded = await loadContent(folder);
    if (loaded.ok) return;
    expect(loaded.problems.length).toBeGreaterThan(0);
    for (const { file, line, code, message } of loaded.problems) {
      expect(file).not.toBe('');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(code).toMatch(/^content\/[a-z-]+$/);
      expect(message).toMatch(/\.$/);
      expect(message).not.toMatch(/undefined|\[object|NaN/);
    }
  }

  const scraps = fc.constantFrom(
    '',
    ' ',
    '\t',
    ':',
    '- ',
    '{',
    ']',
    '"',
    '#',
    '&a',
    '*a',
    '!!js',
    '~',
    '|',
    '>',
    '0x1',
    '\0',
    '___',
    '😀',
    'null',
    '---\n',
    '? ',
    '<<: *a',
  );

  it('a slip of the keyboard anywhere is answered with a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length), fc.nat(40), scraps, async (at, gone, scrap) => {
        await speaks(sound.slice(0, at) + scrap + sound.slice(at + gone), null);
      }),
      { numRuns: 60 },
    );
  });

  it('anything in the place of anything is answered with a sentence', async () => {
    const anything = fc.oneof(
      fc.constantFrom(
        null,
        true,
        -1,
        0,
        0.5,
        1e300,
        '',
        ' ',
        '\u202e',
        'a',
        'x'.repeat(2_001),
        [],
        {},
        [[]],
        [null],
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const paths = pathsIn(parse(sound));
    const spanishPaths = pathsIn(parse(spanish));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom(...spanishPaths),
        anything,
        fc.boolean(),
        async (path, spanishPath, value, inSpanish) => {
          const text = inSpanish ? sound : stringify(replaced(parse(sound), path, value));
          const other = inSpanish ? stringify(replaced(parse(spanish), spanishPath, value)) : null;
          await speaks(text, other);
        },
      ),
      { numRuns: 60 },
    );
  });
});

type Path = (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [path, ...[...steps].flatMap((step) => pathsIn((value as never)[step], [...path, step]))];
}

function replaced(whole: unknown, path: Path, value: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  let place = whole as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as typeof place;
  place[last] = value;
  return whole;
}
