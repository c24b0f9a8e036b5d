import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayComeFrom, usernameFor } from '../../../src/domain/roster/username.ts';

const nobody = () => false;

test('is made of first and last name in plain letters', () => {
  expect(usernameFor('Ana', 'Pérez', nobody)).toBe('ana.perez');
  expect(usernameFor('José María', 'Ñandú Íñiguez', nobody)).toBe('josemaria.nanduiniguez'.slice(0, 21));
  expect(usernameFor('Søren', 'Weiß', nobody)).toBe('soren.weiss');
  expect(usernameFor('Ana', '', nobody)).toBe('ana');
  expect(usernameFor('Bo', '', nobody)).toBe('bo.pupil');
  expect(usernameFor('李', '小龙', nobody)).toBe('pupil');
});

test('counts on when somebody has it', () => {
  const taken = new Set(['ana.perez', 'ana.perez2']);
  expect(usernameFor('Ana', 'Perez', (one) => taken.has(one))).toBe('ana.perez3');
});

test('five hundred pupils of one name get five hundred usernames', () => {
  const taken = new Set<string>();
  for (let n = 0; n < 500; n++)
    taken.add(usernameFor('Maximilian-Alexander', 'Wolkenstein-Trostburg', (one) => taken.has(one)));
  expect(taken.size).toBe(500);
  for (const one of taken) expect(one).toMatch(/^[a-z0-9.]{3,30}$/);
});

test('is always one that can be signed in with, and free, whatever somebody is called', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'ı', 'ẞ'),
  );
  fc.assert(
    fc.property(name, name, fc.nat({ max: 3 }), (first, last, before) => {
      const taken = new Set<string>();
      for (let n = 0; n < before; n++) taken.add(usernameFor(first, last, (one) => taken.has(one)));
      const username = usernameFor(first, last, (one) => taken.has(one));
      expect(username).toMatch(/^[a-z0-9_.-]{3,30}$/);
      expect(taken).not.toContain(username);
      expect(mayComeFrom(username, first, last)).toBe(true);
    }),
  );
});

test('is known again by the name it was made of, and not by another', () => {
  expect(mayComeFrom('ana.perez2', 'Ana', 'Pérez')).toBe(true);
  expect(mayComeFrom('ana.perez', 'Ana', 'Perea')).toBe(false);
  expect(mayComeFrom('ana', 'Ana', 'Pérez')).toBe(false);
  expect(mayComeFrom('pupil7', '李', '小龙')).toBe(true);
});
