import { expect, it } from 'vitest';
import { fieldName, formatProblems } from '../../../../src/modules/catalog/content/content.problem.ts';

it('a field is named the way one reads it', () => {
  expect(fieldName(['lessons', 2, 'questions', 0, 'prompt'])).toBe('lessons[2].questions[0].prompt');
  expect(fieldName(['title'])).toBe('title');
  expect(fieldName([])).toBe('');
});

it('the list for the terminal is sorted by file and line and says what to do', () => {
  const text = formatProblems([
    {
      file: 'missions/b.yaml',
      line: 12,
      field: 'title',
      code: 'content/missing',
      message: '"title" is missing.',
    },
    {
      file: 'missions/b.yaml',
      line: 9,
      field: '',
      code: 'content/empty-file',
      message: 'This file is empty.',
    },
    {
      file: 'missions/a.yaml',
      line: 30,
      field: 'topic',
      code: 'content/unknown-topic',
      message: 'No topic.',
    },
  ]);
  expect(text).toBe(
    [
      '3 things to mend in the content files:',
      '  missions/a.yaml:30  topic',
      '    No topic. (content/unknown-topic)',
      '  missions/b.yaml:9',
      '    This file is empty. (content/empty-file)',
      '  missions/b.yaml:12  title',
      '    "title" is missing. (content/missing)',
    ].join('\n'),
  );
});
