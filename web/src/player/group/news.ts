import type { Answer } from '@tutti/client';
import type { GroupLearner, GroupView } from '@tutti/client/groups';

/** What others did, to be said to somebody who does not look: a text below `group:news`. */
export type News =
  | { key: 'away' | 'back'; name: string }
  | { key: 'answer'; name: string; answer: Answer }
  | { key: 'clue'; name: string; text: string }
  | { key: 'hint'; text: string };

/** What happened between two views of the same group, but for what the learner did. */
export function newsBetween(before: GroupView, now: GroupView): News[] {
  if (before.sessionId !== now.sessionId) return [];
  const own = now.you.participantId;
  const nameOf = (id: string) => now.table.learners.find((one) => one.participantId === id)?.nickname ?? '';
  const sameStage = before.step === now.step;
  const known = new Map(before.table.learners.map((one) => [one.participantId, one]));
  const people = now.table.learners
    .filter(({ participantId }) => participantId !== own)
    .flatMap((one) => newsOf(known.get(one.participantId), one, sameStage));
  const shown = new Set(before.table.pieces.filter(({ shared }) => shared).map(({ piece }) => piece));
  const clues = now.table.pieces
    .filter(({ piece, shared, holder }) => sameStage && shared && holder !== own && !shown.has(piece))
    .map(({ holder, text }): News => ({ key: 'clue', name: nameOf(holder), text }));
  const { hint } = now.table;
  return [
    ...people,
    ...clues,
    ...(sameStage && hint !== null && before.table.hint !== hint
      ? [{ key: 'hint', text: hint } satisfies News]
      : []),
  ];
}

function newsOf(before: GroupLearner | undefined, now: GroupLearner, sameStage: boolean): News[] {
  const name = now.nickname;
  const isHere = before?.connected ?? false;
  if (isHere !== now.connected) return [{ key: now.connected ? 'back' : 'away', name }];
  if (!sameStage || now.proposal === null) return [];
  const isSame = JSON.stringify(before?.proposal ?? null) === JSON.stringify(now.proposal);
  return isSame ? [] : [{ key: 'answer', name, answer: now.proposal }];
}
