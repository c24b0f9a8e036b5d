import { timing } from './figures.ts';
import { type GroupState, type Learner, members, present } from './state.ts';

/** Whether the group still counts on this learner: connected, or away for less than 10 s. */
export const isAwaited = (learner: Learner, now: number): boolean =>
  learner.left === null && (learner.connected || now - learner.droppedAt < timing.dropGrace);

/** [GRP-1] Whose turn comes after the last one; learners take turns in the order in which they came. */
export function nextTurn(state: GroupState): string | null {
  const all = [...state.learners.values()];
  const last = all.findIndex(({ id }) => id === state.lastTurn);
  const inOrder = [...all.slice(last + 1), ...all.slice(0, last + 1)];
  return inOrder.find(({ connected, left }) => connected && left === null)?.id ?? null;
}

/**
 * [GRP-1] Who holds which piece: spread over those who are there, so that with two or more of each nobody holds all.
 * `offset` lets another learner begin each time.
 */
export function dealPieces(state: GroupState, pieces: number, offset: number): string[] {
  const here = present(state);
  return Array.from({ length: pieces }, (_, i) => here[(i + offset) % here.length]!.id);
}

/**
 * [GRP-2] Pieces of learners who are gone go to those who hold the fewest; null when every piece is in good hands.
 * Pieces that were shared lie open and stay where they are.
 */
export function dealAnew(state: GroupState, now: number): string[] | null {
  const awaited = new Set(
    members(state)
      .filter((learner) => isAwaited(learner, now))
      .map(({ id }) => id),
  );
  const isOrphan = ({ holder, shared }: { holder: string; shared: boolean }) =>
    !shared && !awaited.has(holder);
  if (!state.pieces.some(isOrphan)) return null;
  const here = present(state);
  const held = new Map(here.map(({ id }) => [id, 0]));
  for (const piece of state.pieces)
    if (!isOrphan(piece) && held.has(piece.holder)) held.set(piece.holder, held.get(piece.holder)! + 1);
  return state.pieces.map((piece) => {
    if (!isOrphan(piece)) return piece.holder;
    const [id, count] = [...held].reduce((least, one) => (one[1] < least[1] ? one : least));
    held.set(id, count + 1);
    return id;
  });
}
