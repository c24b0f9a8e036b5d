import { expect, it } from 'vitest';
import { boardsUnsaid, strictestBoards } from '../../../src/domain/consent/boards.ts';

it('shows a child to the class unless a guardian says no, and to the school only after one said yes [LDB-4]', () => {
  expect(strictestBoards([])).toEqual({ class: true, school: false });
  expect(strictestBoards([boardsUnsaid])).toEqual({ class: true, school: false });
  expect(strictestBoards([{ class: false, school: true }])).toEqual({ class: false, school: true });
});

it('lets the stricter of two guardians count [LDB-4]', () => {
  expect(strictestBoards([{ class: true, school: true }, boardsUnsaid])).toEqual({
    class: true,
    school: false,
  });
  expect(
    strictestBoards([
      { class: false, school: true },
      { class: true, school: true },
    ]),
  ).toEqual({ class: false, school: true });
});
