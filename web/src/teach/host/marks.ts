import type { HostPlayer } from '@tutti/client';

/** What a host thinks of an open answer, as a share of its points. */
export const marks = { right: 1, partly: 0.5, wrong: 0 } as const;
export type Mark = keyof typeof marks;

type Text = NonNullable<HostPlayer['text']>;

/** Which button is pressed; null: none yet. */
export const markOf = (outcome: Text['outcome']): Mark | null =>
  outcome === 'right' || outcome === 'partly' || outcome === 'wrong' ? outcome : null;

/** Who wrote something, by name: what was marked stays in its place. */
export function textsToMark(players: readonly HostPlayer[], locale: string): (HostPlayer & { text: Text })[] {
  const order = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return players
    .filter((player): player is HostPlayer & { text: Text } => player.text !== null && !player.kicked)
    .sort((a, b) => order.compare(a.nickname, b.nickname) || (a.participantId < b.participantId ? -1 : 1));
}
