import { describe, expect, it } from 'vitest';
import { mission, missionText, problemsIn, swap, translation } from './content-folder.ts';

/** The sound mission of the other tests, as one for groups. */
const asGroup = () => {
  let text = swap(missionText, 'missionType: story', 'missionType: group');
  text = swap(
    text,
    'prompt: How do whales breathe?',
    'way: consensus\n        prompt: How do whales breathe?',
  );
  text = swap(text, 'prompt: Whales are fish.', 'way: turns\n        prompt: Whales are fish.');
  text = swap(text, 'kind: challenge\n', 'kind: challenge\n    reading:\n      - Whales are hungry.\n');
  return swap(
    text,
    'kind: multiple_choice',
    'kind: multiple_choice\n        way: split\n        pieces: [Krill is food., Stones are not.]',
  );
};
const codesIn = async (text: string) =>
  (await problemsIn({ [mission]: text, [translation]: null })).map(({ field, code }) => `${field} ${code}`);

describe('a mission for groups', () => {
  it('is sound with a way for each question, all three ways and a story for each scene', async () => {
    expect(await codesIn(asGroup())).toEqual([]);
  });

  it('[GRP-1] is refused when a question has no way, and when a way is missing', async () => {
    const text = swap(asGroup(), '        way: turns\n', '');
    expect((await codesIn(text)).toSorted()).toEqual([
      'lessons content/missing',
      'lessons[0].questions[1].way content/missing',
    ]);
  });

  it('is refused when pieces are missing or stand where nothing is split', async () => {
    const none = swap(asGroup(), '        pieces: [Krill is food., Stones are not.]\n', '');
    expect(await codesIn(none)).toEqual(['lessons[1].questions[0].pieces content/missing']);
    const many = swap(asGroup(), 'way: turns\n', 'way: turns\n        pieces: [One., Two.]\n');
    expect(await codesIn(many)).toEqual(['lessons[0].questions[1].pieces content/not-for-this-kind']);
  });

  it('needs its pieces in every language', async () => {
    const problems = await problemsIn({ [mission]: asGroup() });
    expect(problems.map(({ field }) => field)).toEqual([
      'lessons.feeding.reading',
      'lessons.feeding.questions.whale-food.pieces.0',
      'lessons.feeding.questions.whale-food.pieces.1',
    ]);
  });

  it('is refused when a scene tells nothing', async () => {
    const text = swap(asGroup(), '    reading:\n      - Whales are hungry.\n', '');
    expect(await codesIn(text)).toEqual(['lessons[1].reading content/missing']);
  });

  it('ways are refused in a mission that a class plays one by one', async () => {
    const text = swap(
      missionText,
      'prompt: Whales are fish.',
      'way: turns\n        prompt: Whales are fish.',
    );
    expect(await codesIn(text)).toEqual(['lessons[0].questions[1].way content/not-for-this-kind']);
  });
});
