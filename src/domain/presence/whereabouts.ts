/**
 * What a learner does at this moment. Of somebody who is in two places the first one in this order is shown: what is
 * shared with others before what one does alone, and a room before a page that is only open.
 */
export const doings = [
  'challenge',
  'group',
  'lobby',
  'homework',
  'race',
  'practice',
  'lesson',
  'online',
] as const;
export type Doing = (typeof doings)[number];

export interface Place {
  doing: Doing;
  /** Of the room; null where none is entered. */
  sessionId: string | null;
}

export interface SeatedLearner extends Place {
  userId: string;
}

/** Of two places the one that is shown, whichever came first: so every process says the same. */
export function shownOf(one: Place, other: Place): Place {
  const order = doings.indexOf(one.doing) - doings.indexOf(other.doing);
  if (order !== 0) return order < 0 ? one : other;
  return (one.sessionId ?? '') <= (other.sessionId ?? '') ? one : other;
}

/** Puts a place down where people are looked up; of several the one that is shown stays. */
export function noteIn(places: Map<string, Place>, userId: string, place: Place): void {
  const known = places.get(userId);
  places.set(userId, known ? shownOf(known, place) : place);
}

export interface Shown {
  doing: Doing;
  /** What is played, for whom may know it. */
  title: string | null;
}

/** Who came or does something else than before, and who is gone (null). */
export function changesBetween(
  before: ReadonlyMap<string, Shown>,
  now: ReadonlyMap<string, Shown>,
): { id: string; shown: Shown | null }[] {
  const came = [...now].filter(([id, { doing, title }]) => {
    const was = before.get(id);
    return was?.doing !== doing || was.title !== title;
  });
  const gone = [...before.keys()].filter((id) => !now.has(id));
  return [...came.map(([id, shown]) => ({ id, shown })), ...gone.map((id) => ({ id, shown: null }))];
}
