import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesBetween,
  doings,
  noteIn,
  type Place,
  type Shown,
  shownOf,
} from '../../../src/domain/presence/whereabouts.ts';

const place = fc.record<Place>({
  doing: fc.constantFrom(...doings),
  sessionId: fc.constantFrom(null, 'a', 'b'),
});
const shown = fc.record<Shown>({ doing: fc.constantFrom(...doings), title: fc.constantFrom(null, 'Pets') });
const seen = fc
  .dictionary(fc.constantFrom('ada', 'ben', 'cy', 'dee'), shown)
  .map((all) => new Map(Object.entries(all)));

describe('a learner in two places', () => {
  it('[PRS-1] is shown in the one that is shared with others', () => {
    const at = (doing: Place['doing']): Place => ({ doing, sessionId: doing === 'online' ? null : 'a' });
    expect(shownOf(at('online'), at('lobby')).doing).toBe('lobby');
    expect(shownOf(at('homework'), at('lobby')).doing).toBe('lobby');
    expect(shownOf(at('challenge'), at('group')).doing).toBe('challenge');
    expect(shownOf(at('race'), at('online')).doing).toBe('race');
  });

  it('[PRS-1] is shown in the same one whatever the order in which nodes are asked', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.tuple(place, place, place),
        (order, three) => {
          const inOrder = new Map<string, Place>();
          for (const one of three) noteIn(inOrder, 'ada', one);
          const shuffled = new Map<string, Place>();
          for (const index of order) noteIn(shuffled, 'ada', three[index]!);
          expect(shuffled).toEqual(inOrder);
        },
      ),
    );
  });
});

describe('what has changed', () => {
  it('[PRS-3] is all that is needed to know how it is now, and nothing where nothing changed', () => {
    fc.assert(
      fc.property(seen, seen, (before, now) => {
        const told = new Map(before);
        for (const { id, shown: as } of changesBetween(before, now)) {
          if (as) told.set(id, as);
          else told.delete(id);
        }
        expect(told).toEqual(now);
        expect(changesBetween(now, new Map(now))).toEqual([]);
      }),
    );
  });
});
