/** What the server takes (`src/wire/group-run.ts`). */
export const mostGroups = 40;
export const fewestInGroup = 2;
export const mostInGroup = 8;

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value));

/** How many groups of about this size so many learners make; nobody is left alone in one. */
export const groupsOfSize = (learners: number, size: number): number =>
  between(1, Math.min(Math.ceil(learners / size), Math.floor(learners / fewestInGroup)), mostGroups);

/** Group (1-based) by learner. */
export type Places = Readonly<Record<string, number>>;

/** Everybody at random, the groups as even as can be. `random`: 0 ≤ x < 1. */
export function dealOut(learners: readonly string[], groups: number, random: () => number): Places {
  const mixed = [...learners];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return Object.fromEntries(mixed.map((id, i) => [id, (i % groups) + 1]));
}

/** Who is in which group, in the order of the groups. */
export const membersOf = (places: Places, groups: number): string[][] =>
  Array.from({ length: groups }, (_, i) => Object.keys(places).filter((id) => places[id] === i + 1));

/** Numbers of the groups that cannot be opened so: too few in them, or too many. */
export const unfitGroups = (members: readonly (readonly string[])[]): number[] =>
  members.flatMap(({ length }, i) => (length < fewestInGroup || length > mostInGroup ? [i + 1] : []));
