import type { LobbyName } from '@tutti/client';

/** Places on the wall for names; null where nobody stands. */
export type Slots = readonly (LobbyName | null)[];

export const emptySlots = (count: number): Slots => new Array<null>(count).fill(null);

/**
 * Puts who came on a free place and clears the places of who went; nobody else moves, so that no name slips away while
 * it is read. On a full wall the newest take turns on the places of those who have been there longest.
 */
export function seated(slots: Slots, names: readonly LobbyName[]): Slots {
  const present = new Map(names.map((one) => [one.participantId, one]));
  const next = slots.map((one) => (one ? (present.get(one.participantId) ?? null) : null));
  const standing = new Set(next.map((one) => one?.participantId));
  const order = new Map(names.map((one, index) => [one.participantId, index]));
  const newest = names.filter((one) => !standing.has(one.participantId)).slice(-slots.length);
  for (const one of newest) {
    const free = next.indexOf(null);
    const place = free >= 0 ? free : longestThere(next, order);
    const there = next[place];
    if (there && order.get(there.participantId)! > order.get(one.participantId)!) continue;
    next[place] = one;
  }
  return next.every((one, index) => one === slots[index]) ? slots : next;
}

function longestThere(slots: Slots, order: ReadonlyMap<string, number>): number {
  let place = 0;
  slots.forEach((one, index) => {
    if (order.get(one!.participantId)! < order.get(slots[place]!.participantId)!) place = index;
  });
  return place;
}
