import { expect, it } from 'vitest';
import { givenIn } from '../../../rooms/class-challenge/question-views.ts';
import type { VoteTally } from '../../../src/domain/challenge/tally.ts';

it('[RVL-1] of 2,000 different texts the commonest kind ones are shown, and few have to be judged', () => {
  const texts = new Map(
    Array.from({ length: 2_000 }, (_, i) => [`text ${i}`, { text: `text ${i}`, count: i }] as const),
  );
  const judged: string[] = [];
  const isKind = (text: string) => {
    judged.push(text);
    return text !== 'text 1998';
  };
  const given = givenIn({ texts, spots: [] } as unknown as VoteTally, isKind);
  expect(given.texts.slice(0, 2)).toEqual([
    { text: 'text 1999', count: 1_999 },
    { text: 'text 1997', count: 1_997 },
  ]);
  expect(given.texts).toHaveLength(40);
  expect(judged).toHaveLength(41);
  expect(givenIn({ texts, spots: [] } as unknown as VoteTally, () => false).texts).toEqual([]);
});
