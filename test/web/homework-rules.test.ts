import { describe, expect, it } from 'vitest';
import { mostDays as mostDaysOfServer } from '../../src/wire/homework.ts';
import type { SessionSummary } from '../../src/wire/session.ts';
import { distanceTo } from '../../web/src/desk/dates.ts';
import { countScored } from '../../web/src/player/game/homework/outcomes.ts';
import { deadlineIn, inDays, mostDays, toField } from '../../web/src/teach/homework/deadline.ts';
import { countStates, inOrder, rightShareOf, stateOf } from '../../web/src/teach/homework/progress.ts';
import { sessionPath } from '../../web/src/teach/sessions/session-path.ts';

const now = new Date(2026, 10, 21, 20, 30);

describe('[REP-4] the end of a homework', () => {
  it('is in a week at six in the evening, where the teacher is, also over the turn of the clocks', () => {
    expect(toField(inDays(now, 7))).toBe('2026-11-28T18:00');
    expect(toField(inDays(new Date(2027, 2, 26, 9), 7))).toBe('2027-04-02T18:00');
  });

  it('lies ahead, and no further than the server takes', () => {
    expect(mostDays).toBe(mostDaysOfServer);
    expect(deadlineIn('2026-11-28T18:00', now)).toEqual(new Date(2026, 10, 28, 18));
    for (const field of ['', '2026-11-21T20:30', '2026-02-30', '2027-01-21T20:30'])
      expect(deadlineIn(field, now), field).toBeNull();
  });

  it('is said as a person would', () => {
    expect(distanceTo(new Date(2026, 10, 22, 8), now)).toEqual({ value: 1, unit: 'day' });
    expect(distanceTo(new Date(2026, 10, 24, 18), now)).toEqual({ value: 3, unit: 'day' });
    expect(distanceTo(new Date(2026, 10, 21, 23), now)).toEqual({ value: 2, unit: 'hour' });
    expect(distanceTo(new Date(2026, 10, 21, 20, 45), now)).toEqual({ value: 15, unit: 'minute' });
    expect(distanceTo(new Date(2026, 10, 21, 20, 29), now)).toEqual({ value: 0, unit: 'minute' });
  });
});

describe('[REP-4] how far a class is', () => {
  const learner = (name: string, done: number | null, right = 0) => ({
    participantId: done === null ? null : name,
    name,
    done: done ?? 0,
    judged: done ?? 0,
    right,
    finished: done === 3,
  });
  const all = [learner('Ann', 3, 2), learner('Ben', null), learner('Cem', 1, 1), learner('Äbi', null)];

  it('begins with whoever needs a word, by name', () => {
    expect(inOrder(all, 'en').map(({ name }) => name)).toEqual(['Äbi', 'Ben', 'Cem', 'Ann']);
    expect(all.map(stateOf)).toEqual(['finished', 'open', 'begun', 'open']);
    expect(countStates(all)).toEqual({ finished: 1, begun: 1, open: 2 });
  });

  it('has a share once something can be right', () => {
    expect(rightShareOf(all)).toBe(0.75);
    expect(rightShareOf([all[1]!])).toBeNull();
    expect(countScored(['right', 'wrong', 'none', 'counted', 'unmarked', 'skipped'])).toBe(3);
  });
});

it('a session is looked after where it can be: in front of the class, on the progress page, in the report', () => {
  const path = (status: SessionSummary['status'], closesAt: string | null) =>
    sessionPath({ id: 'x', status, closesAt } as SessionSummary);
  expect(path('running', null)).toBe('/teach/sessions/x/host');
  expect(path('running', '2026-11-28T18:00:00.000Z')).toBe('/teach/homework/x');
  for (const closesAt of [null, '2026-11-28T18:00:00.000Z'])
    expect(path('ended', closesAt)).toBe('/teach/sessions/x/report');
});
