import type { Day } from '../calendar.ts';

/** A template is not taken again within so many days, before and after. */
export const daysApart = 7;

interface Choice<T> {
  orgId: string;
  day: Day;
  /** Slugs of the templates that were taken for days which are less than `daysApart` away. */
  near: ReadonlySet<string>;
  /** Whether the organization has what it asks for. */
  fits(template: T): boolean;
}

/**
 * [DAY-2] The template for a day: the same for the same organization and day, whoever asks and when. All of them have their turn in one round;
 * the next round has another order, in two halves of its own, so that half of the others lie between two turns. One that does not fit, or
 * had its turn lately because others came or went, leaves it to the next. null: none fits.
 */
export function chooseTemplate<T extends { slug: string }>(
  templates: readonly T[],
  { orgId, day, near, fits }: Choice<T>,
): T | null {
  const days = Date.parse(day) / 86_400_000;
  const all = inOrder(templates, orgId);
  const half = Math.ceil(all.length / 2);
  const round = `${orgId} ${Math.floor(days / all.length)}`;
  const turns = [...inOrder(all.slice(0, half), round), ...inOrder(all.slice(half), round)];
  const place = days % all.length;
  const fitting = [...turns.slice(place), ...turns.slice(0, place)].filter(fits);
  return fitting.find(({ slug }) => !near.has(slug)) ?? fitting[0] ?? null;
}

/** An order that looks like chance and is always the same for the same seed. */
const inOrder = <T extends { slug: string }>(templates: readonly T[], seed: string): T[] =>
  templates.toSorted(
    (one, other) =>
      hash(`${seed} ${one.slug}`) - hash(`${seed} ${other.slug}`) || (one.slug < other.slug ? -1 : 1),
  );

/** FNV-1a with the last step of MurmurHash3, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}
