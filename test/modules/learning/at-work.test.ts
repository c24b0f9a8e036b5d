import { expect, test } from 'vitest';
import { createAtWork } from '../../../src/modules/learning/at-work.ts';

test('[PRS-1] whoever was not heard of for 45 s is no longer at work', () => {
  let now = 0;
  const atWork = createAtWork(() => now);
  const ids = () => atWork.learners().map(({ userId }) => userId);
  atWork.heard('ann');
  now = 20_000;
  atWork.heard('ben');
  now = 30_000;
  atWork.heard('ann');
  now = 65_001;
  expect(ids()).toEqual(['ann']);
  atWork.gone('ann');
  expect(ids()).toEqual([]);
});
