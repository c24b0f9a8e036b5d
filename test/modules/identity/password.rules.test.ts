import { describe, expect, it } from 'vitest';
import { weakness } from '../../../src/modules/identity/password.rules.ts';

const anna = { email: 'anna.berg@school.example', displayName: 'Anna Berg' };

describe('weakness', () => {
  it.each([
    'password',
    'Password123!',
    'P@ssw0rd',
    'qwertz2024',
    '12345678',
    '87654321',
    'abcdefgh',
    'aaaaaaaa',
    '11112222',
    'Tutti2026',
    'abababab',
  ])('[AUT-1] refuses %s', (password) => {
    expect(weakness(password, anna)).toMatch(/\.$/);
  });

  it.each(['anna.berg@school.example', 'annaberg', 'Anna.Berg', 'anna.berg77'])(
    'refuses %s, which says who it belongs to',
    (password) => {
      expect(weakness(password, anna)).toMatch(/name or email/);
    },
  );

  it.each(['seven-otters-9', 'Regenschirm am Fluss', 'vT9$kq!x', 'correct horse', 'ñandú y gaviota'])(
    'takes %s',
    (password) => {
      expect(weakness(password, anna)).toBeNull();
    },
  );
});
