import { describe, expect, it } from 'vitest';
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
  topicsText,
  translation,
  translationText,
} from './content-folder.ts';

const plain = { match: null, feedback: null };

describe('a sound folder', () => {
  it('becomes topics and missions with their translations beside each text', async () => {
    const loaded = await loadContent(await contentFolder());
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    const { topics, missions } = loaded.content;
    expect(topics).toEqual([
      {
        slug: 'the-sea',
        name: 'The Sea',
        description: 'All that swims.',
        position: 1,
        i18n: { es: { name: 'El mar', description: 'Todo lo que nada.' } },
      },
    ]);
    expect(missions).toMatchObject([
      {
        slug: 'whale-watch',
        locale: 'en',
        locales: ['en', 'es'],
        ages: { from: 8, to: 10 },
        objectives: [{ id: 'know-whales', i18n: { es: { text: 'Sé cómo respiran las ballenas.' } } }],
        i18n: { es: { title: 'Mira la ballena' } },
      },
    ]);
    expect(missions[0]!.lessons[0]!.questions[0]).toEqual({
      id: 'whale-lungs',
      kind: 'single_choice',
      prompt: 'How do whales breathe?',
      choices: [
        {
          id: 'a',
          text: 'With gills',
          match: null,
          feedback: 'Fish do that.',
          correct: false,
          i18n: { es: { text: 'Con branquias', feedback: 'Eso lo hacen los peces.' } },
        },
        { ...plain, id: 'b', text: 'With lungs', correct: true, i18n: { es: { text: 'Con pulmones' } } },
        {
          ...plain,
          id: 'c',
          text: 'Through the skin',
          correct: false,
          i18n: { es: { text: 'Por la piel' } },
        },
      ],
      explanation: 'Whales are mammals.',
      hint: 'They come up for air.',
      hintCost: 5,
      objectives: ['know-whales'],
      difficulty: 'easy',
      timeLimitSeconds: 20,
      points: 1,
      partial: false,
      spec: {},
      media: null,
      i18n: {
        es: {
          prompt: '¿Cómo respiran las ballenas?',
          explanation: 'Son mamíferos.',
          hint: 'Suben a tomar aire.',
        },
      },
    });
  });

  it('gives a true or false question its two choices in each language', async () => {
    const loaded = await loadContent(await contentFolder());
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    expect(loaded.content.missions[0]!.lessons[0]!.questions[1]!.choices).toEqual([
      { ...plain, id: 'true', text: 'True', correct: false, i18n: { es: { text: 'Verdadero' } } },
      { ...plain, id: 'false', text: 'False', correct: true, i18n: { es: { text: 'Falso' } } },
    ]);
  });

  it('[WRI-10] says minutes, rewards and what a hint costs, within the bounds of the form', async () => {
    const saying = (reward: string, minutes: number, hintCost: number, xp = 40) =>
      [
        ['estimatedMinutes:', `requiredLevel: 3\nreward: ${reward}\nestimatedMinutes:`],
        ['kind: quiz', `kind: quiz\n    minutes: ${minutes}\n    xp: ${xp}`],
        ['hint: They come up for air.', `hint: They come up for air.\n        hintCost: ${hintCost}`],
      ].reduce((text, [from, to]) => swap(text, from!, to!), missionText);
    const loaded = await loadContent(await contentFolder({ [mission]: saying('{ xp: 20 }', 4, 0) }));
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    const { missions } = loaded.content;
    expect(missions[0]).toMatchObject({ requiredLevel: 3, reward: { xp: 20, coins: 50 } });
    expect(missions[0]!.lessons[0]).toMatchObject({
      minutes: 4,
      xp: 40,
      questions: [{ hintCost: 0 }, { hintCost: 5 }],
    });
    const wrong = await problemsIn({ [mission]: saying('{ xp: 501, coins: -1 }', 300, 101, 101) });
    expect(wrong.map(({ field, code }) => [field, code])).toEqual([
      ['reward.xp', 'content/out-of-range'],
      ['reward.coins', 'content/out-of-range'],
      ['lessons[0].minutes', 'content/out-of-range'],
      ['lessons[0].xp', 'content/out-of-range'],
      ['lessons[0].questions[0].hintCost', 'content/out-of-range'],
    ]);
  });

  it('[WRI-12] is written in Spanish where it says so, and then translated into English and not into Spanish', async () => {
    const words = 'choices: { true: Sí, false: No }\n        ';
    const spanish = `locale: es\n${swap(missionText, 'answer: false', `${words}answer: false`)}`;
    const english = swap(
      translationText,
      'prompt: Las ballenas son peces.',
      'prompt: Whales are fish.\n        choices: { true: Yes, false: No }',
    );
    const into = 'missions/whale-watch.en.yaml';
    const loaded = await loadContent(
      await contentFolder({ [mission]: spanish, [translation]: null, [into]: english }),
    );
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    const [written] = loaded.content.missions;
    expect([written!.locale, written!.locales]).toEqual(['es', ['es', 'en']]);
    expect(written!.lessons[0]!.questions[1]!.choices.map(({ text, i18n }) => [text, i18n.en?.text])).toEqual(
      [
        ['Sí', 'Yes'],
        ['No', 'No'],
      ],
    );
    const twice = await problemsIn({ [mission]: spanish, [into]: english });
    expect(twice.map(({ file, code }) => [file, code])).toEqual([[translation, 'content/own-language']]);
    const half = await problemsIn({ [mission]: spanish, [translation]: null, [into]: translationText });
    expect(half.map(({ file, code }) => [file, code])).toEqual([
      [into, 'content/missing-translation'],
      [into, 'content/missing-translation'],
    ]);
  });

  it('keeps time limit, points and partial scoring of a multiple choice question', async () => {
    const loaded = await loadContent(await contentFolder());
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    const question = loaded.content.missions[0]!.lessons[1]!.questions[0]!;
    expect(question).toMatchObject({ timeLimitSeconds: 40, points: 2, partial: true });
    expect(question.choices.filter(({ correct }) => correct).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('loads without a translation and then speaks English alone', async () => {
    const loaded = await loadContent(await contentFolder({ [translation]: null }));
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    expect(loaded.content.missions[0]).toMatchObject({ locales: ['en'], i18n: {} });
  });
});

describe('the files of a folder', () => {
  const problem = (file: string, code: string) => [{ file, line: 1, field: '', code }];

  it.each([
    ['a folder without missions', { [mission]: null, [translation]: null }, 'missions', 'content/empty'],
    ['a missing list of topics', { 'topics.yaml': null }, 'topics.yaml', 'content/no-file'],
    ['an empty file', { 'missions/seals.yaml': '' }, 'missions/seals.yaml', 'content/empty-file'],
    [
      'a name with capitals',
      { 'missions/Seals.yaml': missionText },
      'missions/Seals.yaml',
      'content/file-name',
    ],
    ['another ending', { 'missions/seals.yml': missionText }, 'missions/seals.yml', 'content/file-name'],
    [
      'an unknown language',
      { 'missions/whale-watch.xx.yaml': '' },
      'missions/whale-watch.xx.yaml',
      'content/unknown-language',
    ],
    [
      'a translation of nothing',
      { 'missions/seals.es.yaml': '' },
      'missions/seals.es.yaml',
      'content/no-mission',
    ],
    [
      'a file over 1 MB',
      { [mission]: `# ${'x'.repeat(1_000_000)}\n${missionText}` },
      mission,
      'content/too-large',
    ],
    [
      'a file that is no text',
      { [mission]: new Uint8Array([0x74, 0xff, 0xfe]) },
      mission,
      'content/not-text',
    ],
    [
      'a folder in place of a file',
      { [mission]: null, [`${mission}/x`]: '', [translation]: null },
      mission,
      'content/unreadable',
    ],
  ])('are refused with a reason: %s', async (_, changes, file, code) => {
    expect(places(await problemsIn(changes))).toEqual(problem(file, code));
  });

  it('say that a folder is empty when it does not exist at all', async () => {
    const loaded = await loadContent('/does/not/exist');
    expect(loaded.ok ? [] : places(loaded.problems)).toEqual([
      ...problem('topics.yaml', 'content/no-file'),
      ...problem('missions', 'content/empty'),
    ]);
  });

  it('may hold notes and hidden files beside the missions', async () => {
    const loaded = await loadContent(
      await contentFolder({ 'missions/notes.txt': 'ideas', 'missions/.whale-watch.yaml': 'a: b: c' }),
    );
    expect(loaded.ok).toBe(true);
  });

  it('must not use an id of another mission again', async () => {
    const problems = await problemsIn({ 'missions/zebras.yaml': missionText });
    expect(places(problems).map(({ file, field, code }) => `${file} ${field} ${code}`)).toEqual([
      'missions/zebras.yaml objectives[0].id content/duplicate-id',
      'missions/zebras.yaml lessons[0].questions[0].id content/duplicate-id',
      'missions/zebras.yaml lessons[0].questions[1].id content/duplicate-id',
      'missions/zebras.yaml lessons[1].questions[0].id content/duplicate-id',
    ]);
    const first = `${mission}, line ${lineWith(missionText, 'id: know-whales')}`;
    expect(problems[0]!.message).toContain(first);
  });

  it('report all their faults in one run, also those of another file and another kind', async () => {
    const text = swap(swap(missionText, 'topic: the-sea', 'topic: the-moon'), 'answer: b', 'answer: [a, b]');
    const problems = await problemsIn({
      [mission]: swap(text, '        explanation: They are mammals.\n', ''),
      'topics.yaml': swap(topicsText, 'name: The Sea', 'nmae: The Sea'),
    });
    expect(new Set(problems.map(({ file, code }) => `${file} ${code}`))).toEqual(
      new Set([
        'topics.yaml content/missing',
        'topics.yaml content/unknown-key',
        `${mission} content/missing`,
        `${mission} content/one-right`,
        `${mission} content/unknown-topic`,
      ]),
    );
  });
});
