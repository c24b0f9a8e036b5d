import { describe, expect, it } from 'vitest';
import { png } from '../../../support/media-files.ts';
import {
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

/** One fault each: what replaces what in the mission, and where the problem must be found. */
const missionFaults: [title: string, part: string, by: string, at: string, field: string, code: string][] = [
  ['a missing title', 'title: Whale Watch\n', '', 'description:', 'title', 'content/missing'],
  [
    'an empty prompt',
    'prompt: Whales are fish.',
    'prompt: ""',
    'prompt: ""',
    'lessons[0].questions[1].prompt',
    'content/missing',
  ],
  [
    'a misspelt key',
    'partial: true',
    'parital: true',
    'parital: true',
    'lessons[1].questions[0].parital',
    'content/unknown-key',
  ],
  [
    'a missing explanation',
    '        explanation: They are mammals.\n',
    '',
    'id: whale-fish',
    'lessons[0].questions[1].explanation',
    'content/missing',
  ],
  [
    'a number for a text',
    'a: Krill',
    'a: 42',
    'a: 42',
    'lessons[1].questions[0].choices.a',
    'content/wrong-type',
  ],
  [
    'an unknown kind',
    'kind: multiple_choice',
    'kind: essay',
    'kind: essay',
    'lessons[1].questions[0].kind',
    'content/not-allowed',
  ],
  [
    'a long prompt',
    'How do whales breathe?',
    'How? '.repeat(201),
    'How? How?',
    'lessons[0].questions[0].prompt',
    'content/too-long',
  ],
  [
    'a long choice',
    'With gills',
    'x'.repeat(301),
    'xxx',
    'lessons[0].questions[0].choices.a',
    'content/too-long',
  ],
  [
    'too little time',
    'timeLimitSeconds: 40',
    'timeLimitSeconds: 4',
    'timeLimitSeconds: 4',
    'lessons[1].questions[0].timeLimitSeconds',
    'content/out-of-range',
  ],
  [
    'too much time',
    'timeLimitSeconds: 40',
    'timeLimitSeconds: 301',
    'timeLimitSeconds: 301',
    'lessons[1].questions[0].timeLimitSeconds',
    'content/out-of-range',
  ],
  [
    'points of 3',
    'points: 2',
    'points: 3',
    'points: 3',
    'lessons[1].questions[0].points',
    'content/not-allowed',
  ],
  [
    'an id with a space',
    'id: whale-food',
    'id: whale food',
    'id: whale food',
    'lessons[1].questions[0].id',
    'content/bad-id',
  ],
  [
    'a question id used twice',
    'id: whale-food',
    'id: whale-fish # again',
    '# again',
    'lessons[1].questions[0].id',
    'content/duplicate-id',
  ],
  [
    'a lesson slug used twice',
    'slug: feeding',
    'slug: breathing # again',
    '# again',
    'lessons[1].slug',
    'content/duplicate-id',
  ],
  [
    'an unknown topic',
    'topic: the-sea',
    'topic: the-moon',
    'topic: the-moon',
    'topic',
    'content/unknown-topic',
  ],
  [
    'an unknown objective',
    'objectives: [know-whales]\n        difficulty: medium',
    'objectives: [know-squids]\n        difficulty: medium',
    'know-squids',
    'lessons[1].questions[0].objectives[0]',
    'content/unknown-objective',
  ],
  [
    'two right answers on a single choice',
    'answer: b',
    'answer: [a, b]',
    'answer: [a, b]',
    'lessons[0].questions[0].answer',
    'content/one-right',
  ],
  [
    'an answer that is no choice',
    'answer: b',
    'answer: f',
    'answer: f',
    'lessons[0].questions[0].answer',
    'content/unknown-choice',
  ],
  [
    'an answer in words',
    'answer: b',
    'answer: With lungs',
    'answer: With lungs',
    'lessons[0].questions[0].answer',
    'content/wrong-answer-form',
  ],
  [
    'true as answer of a choice',
    'answer: b',
    'answer: true',
    'answer: true',
    'lessons[0].questions[0].answer',
    'content/wrong-answer-form',
  ],
  [
    'a letter as answer of true or false',
    'answer: false',
    'answer: a',
    'answer: a',
    'lessons[0].questions[1].answer',
    'content/wrong-type',
  ],
  [
    'only right answers',
    'answer: [a, c]',
    'answer: [a, b, c]',
    'answer: [a, b, c]',
    'lessons[1].questions[0].answer',
    'content/no-wrong',
  ],
  [
    'an answer named twice',
    'answer: [a, c]',
    'answer: [a, c, c]',
    'answer: [a, c, c]',
    'lessons[1].questions[0].answer[2]',
    'content/duplicate-id',
  ],
  [
    'two choices that say the same',
    'b: Stones',
    'b: Krill',
    'b: Krill',
    'lessons[1].questions[0].choices.b',
    'content/same-twice',
  ],
  [
    'a seventh choice',
    'choices:\n          a: Krill\n          b: Stones\n          c: Fish',
    'choices: # many\n          a: Krill\n          b: Stones\n          c: Fish\n          d: Sand\n          e: Mud\n          f: Air\n          g: Ice',
    'choices: # many',
    'lessons[1].questions[0].choices',
    'content/too-many',
  ],
  [
    'a single choice left',
    '          a: With gills\n          b: With lungs\n          c: Through the skin\n        answer: b',
    '          a: With gills\n        answer: a',
    'choices:',
    'lessons[0].questions[0].choices',
    'content/too-few',
  ],
  [
    'partial scoring of true or false',
    'answer: false',
    'answer: false\n        partial: true',
    'partial: true',
    'lessons[0].questions[1].partial',
    'content/not-for-this-kind',
  ],
];

describe('a fault in a mission', () => {
  it.each(missionFaults)('names file, line and field of %s', async (_, part, by, at, field, code) => {
    const text = swap(missionText, part, by);
    const line = lineWith(text, at);
    const problems = await problemsIn({ [mission]: text, [translation]: null });
    expect(places(problems)).toEqual([{ file: mission, line, field, code }]);
    expect(problems[0]!.message).toMatch(/^["A-Z].*\.$/);
  });
});

describe('a lesson', () => {
  const firstLesson = missionText.slice(
    missionText.indexOf('  - slug: breathing'),
    missionText.indexOf('  - slug: feeding'),
  );

  it('needs questions unless it is there to be read', async () => {
    const bare = '  - slug: breathing\n    title: Breathing\n    kind: quiz\n    reading: [Air.]\n';
    const text = swap(missionText, firstLesson, bare);
    expect(places(await problemsIn({ [mission]: text, [translation]: null }))).toEqual([
      {
        file: mission,
        line: lineWith(text, 'slug: breathing'),
        field: 'lessons[0].questions',
        code: 'content/no-questions',
      },
    ]);
    const read = swap(text, 'kind: quiz', 'kind: reading');
    expect(await problemsIn({ [mission]: read, [translation]: null })).toEqual([]);
  });

  it('[WRI-11] says what it shows, and has something to read or to look at', async () => {
    const codes = async (bare: string) => {
      const text = swap(missionText, firstLesson, `  - slug: breathing\n    title: Breathing\n${bare}`);
      const picture = { 'missions/whale-watch/bay.png': png() };
      return places(await problemsIn({ [mission]: text, [translation]: null, ...picture })).map(
        ({ field, code }) => [field, code],
      );
    };
    expect(await codes('    kind: reading\n')).toEqual([['lessons[0].reading', 'content/nothing-to-read']]);
    expect(await codes('    kind: reading\n    media: { file: bay.png }\n')).toEqual([
      ['lessons[0].media.alt', 'content/no-alt'],
    ]);
    expect(await codes('    kind: reading\n    media: { file: bay.png, alt: A bay }\n')).toEqual([]);
  });

  it('is not enough for a mission when nobody is asked anything', async () => {
    const head = missionText.slice(0, missionText.indexOf('  - slug: breathing'));
    const text = `${head}  - slug: breathing\n    title: Breathing\n    kind: reading\n    reading: [Air.]\n`;
    expect(places(await problemsIn({ [mission]: text, [translation]: null }))).toEqual([
      { file: mission, line: lineWith(text, 'lessons:'), field: 'lessons', code: 'content/no-questions' },
    ]);
  });
});

describe('a fault in the topics', () => {
  it('names a slug that is used twice', async () => {
    const text = `${topicsText}  - slug: the-sea # again\n    name: Sea\n    description: Again.\n`;
    expect(places(await problemsIn({ 'topics.yaml': text }))).toEqual([
      {
        file: 'topics.yaml',
        line: lineWith(text, '# again'),
        field: 'topics[1].slug',
        code: 'content/duplicate-id',
      },
    ]);
  });

  it('names a translation that is not complete', async () => {
    const text = swap(topicsText, '      name: El mar\n', '');
    expect(places(await problemsIn({ 'topics.yaml': text }))).toEqual([
      {
        file: 'topics.yaml',
        line: lineWith(text, 'es:'),
        field: 'topics[0].es.name',
        code: 'content/missing',
      },
    ]);
  });
});

const translationFaults: [
  title: string,
  part: string,
  by: string,
  at: string,
  field: string,
  code: string,
][] = [
  [
    'one choice',
    '          b: Con pulmones\n',
    '',
    'choices:',
    'lessons.breathing.questions.whale-lungs.choices.b',
    'content/missing-translation',
  ],
  [
    'one feedback',
    '        feedback:\n          a: Eso lo hacen los peces.\n',
    '',
    'whale-lungs:',
    'lessons.breathing.questions.whale-lungs.feedback.a',
    'content/missing-translation',
  ],
  [
    'one question',
    '      whale-fish:\n        prompt: Las ballenas son peces.\n        explanation: Son mamíferos.\n        hint: ¿Tienen branquias?\n',
    '',
    'questions:',
    'lessons.breathing.questions.whale-fish',
    'content/missing-translation',
  ],
  [
    'the reading',
    '    reading:\n      - Las ballenas suben a tomar aire.\n',
    '',
    'breathing:',
    'lessons.breathing.reading',
    'content/missing-translation',
  ],
  [
    'an objective',
    'know-whales: Sé',
    'know-squids: Sé',
    'objectives:',
    'objectives.know-whales',
    'content/missing-translation',
  ],
  [
    'one hint',
    '        hint: Suben a tomar aire.\n',
    '',
    'whale-lungs:',
    'lessons.breathing.questions.whale-lungs.hint',
    'content/missing-translation',
  ],
];

describe('a translation', () => {
  it.each(translationFaults)('is refused when it lacks %s', async (_, part, by, at, field, code) => {
    const text = swap(translationText, part, by);
    const problems = await problemsIn({ [translation]: text });
    expect(places(problems)).toContainEqual({ file: translation, line: lineWith(text, at), field, code });
  });

  it.each([
    ['a question', 'whale-fish:', 'whale-bird:', 'lessons.breathing.questions.whale-bird'],
    ['a lesson', '  feeding:', '  resting:', 'lessons.resting'],
    ['a choice', 'c: Peces', 'd: Peces', 'lessons.feeding.questions.whale-food.choices.d'],
    ['an objective', 'know-whales:', 'know-squids:', 'objectives.know-squids'],
  ])('is refused when it adds %s that the mission does not have', async (_, part, by, field) => {
    const text = swap(translationText, part, by);
    expect(places(await problemsIn({ [translation]: text }))).toContainEqual({
      file: translation,
      line: lineWith(text, by.trim()),
      field,
      code: 'content/unknown-translation',
    });
  });

  it('holds texts alone: an answer in it is refused', async () => {
    const text = swap(translationText, 'hint: ¿Tienen', 'answer: true\n        hint: ¿Tienen');
    expect(places(await problemsIn({ [translation]: text }))).toEqual([
      {
        file: translation,
        line: lineWith(text, 'answer: true'),
        field: 'lessons.breathing.questions.whale-fish.answer',
        code: 'content/unknown-key',
      },
    ]);
  });
});
