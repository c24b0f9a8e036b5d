import type { Named } from '@tutti/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySlots, type Slots, seated } from '../../web/src/projector/lobby/name-slots.ts';
import { sessionOfPath } from '../../web/src/projector/session-of-path.ts';
import { startRow } from '../../web/src/projector/start-row.ts';

const named = (...ids: string[]): Named[] =>
  ids.map((id) => ({ participantId: id, nickname: `Player ${id}` }));
const ids = (slots: Slots) => slots.map((one) => one?.participantId ?? null);

describe('names on the wall', () => {
  it('take the first free place', () => {
    const wall = seated(emptySlots(4), named('a', 'b'));
    expect(ids(wall)).toEqual(['a', 'b', null, null]);
    expect(ids(seated(wall, named('a', 'b', 'c')))).toEqual(['a', 'b', 'c', null]);
  });

  it('stay where they are when somebody leaves, and the free place is taken by who comes next', () => {
    const wall = seated(emptySlots(4), named('a', 'b', 'c'));
    const left = seated(wall, named('a', 'c'));
    expect(ids(left)).toEqual(['a', null, 'c', null]);
    expect(ids(seated(left, named('a', 'c', 'd')))).toEqual(['a', 'd', 'c', null]);
  });

  it('on a full wall, make room for the newest where somebody has stood longest', () => {
    const wall = seated(emptySlots(3), named('a', 'b', 'c'));
    const next = seated(wall, named('a', 'b', 'c', 'd'));
    expect(ids(next)).toEqual(['d', 'b', 'c']);
    expect(ids(seated(next, named('a', 'b', 'c', 'd', 'e')))).toEqual(['d', 'e', 'c']);
    expect(ids(seated(next, named('a', 'b', 'c', 'd')))).toEqual(['d', 'b', 'c']);
  });

  it('show a new name on the old place', () => {
    const wall = seated(emptySlots(2), named('a', 'b'));
    const renamed = seated(wall, [{ participantId: 'a', nickname: 'Ada' }, ...named('b')]);
    expect(renamed[0]?.nickname).toBe('Ada');
    expect(ids(renamed)).toEqual(['a', 'b']);
  });

  it('never move and never stand twice, whoever comes and goes', () => {
    const crowd = fc.subarray(Array.from('abcdefghij'), { minLength: 0 });
    fc.assert(
      fc.property(fc.array(crowd, { maxLength: 12 }), (crowds) => {
        let wall = emptySlots(6);
        for (const present of crowds) {
          const next = seated(wall, named(...present));
          const shown = ids(next).filter((id) => id !== null);
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown.every((id) => present.includes(id))).toBe(true);
          expect(shown.length).toBe(Math.min(present.length, 6));
          for (const [place, id] of ids(next).entries()) {
            const before = ids(wall).indexOf(id);
            if (id !== null && before >= 0) expect(before).toBe(place);
          }
          wall = next;
        }
      }),
    );
  });
});

describe('the big screen', () => {
  it('knows its session from the address', () => {
    expect(sessionOfPath('/projector/0199a5c2-7d4e-7000-8000-000000000001')).toBe(
      '0199a5c2-7d4e-7000-8000-000000000001',
    );
    expect(sessionOfPath('/projector')).toBeNull();
    expect(sessionOfPath('/projector/a/b')).toBeNull();
  });

  it('[RVL-2] slides rows from where they stood the last time, or in from below', () => {
    const before = [
      { rank: 1, nickname: 'Ada', score: 900 },
      { rank: 2, nickname: 'Ben', score: 800 },
    ];
    expect(startRow(before, 'Ben')).toBe(1);
    expect(startRow(before, 'Zoe')).toBe(5);
  });
});
