import type { Figures } from './figures.ts';
import { targets, targetsOfClass, type Verdict, verdictOfClass, verdictOn } from './targets.ts';

export const subjects = ['floor', 'socketio', 'product'] as const;
export type SubjectName = (typeof subjects)[number];
export type OfSize = Record<SubjectName, Figures>;

/** On class challenges of several sizes. */
export function verdictsOnClasses(classes: Record<number, OfSize>): Verdict[] {
  const ofSizes = Object.entries(classes).flatMap(([players, { floor, product }]) =>
    targetsOfClass.flatMap(
      (figure) => verdictOfClass(figure, Number(players), floor[figure], product[figure]) ?? [],
    ),
  );
  const [small, large] = [classes[1_000]?.product, classes[5_000]?.product];
  if (!small || !large) return ofSizes;
  return [
    ...ofSizes,
    verdictOn(targets.linearAnswers, large.cpuPerThousandAnswers / small.cpuPerThousandAnswers),
    verdictOn(targets.linearJoins, large.cpuPerJoin / small.cpuPerJoin),
  ];
}
