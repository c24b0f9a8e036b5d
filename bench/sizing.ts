/** What one process was seen to carry while all its classes played. CPU in ms; busy is of a core, 0–1. */
export interface Carried {
  players: number;
  serverBusy: number;
  databaseBusy: number;
  cpuPerJoin: number;
  databaseCpuPerJoin: number;
  acknowledgement99: number;
  megabytes: number;
}

export const usage = {
  allJoinWithinSeconds: 60,
  /** A core that is busier makes people wait. */
  busyAtMost: 0.6,
};

export interface Size {
  players: number;
  /** Each can use one core. */
  processes: number;
  /** With so many players one process was measured; the others are like it. */
  measuredWith: number;
  /** Of the busiest moment, all processes together: while all join, or while all answer. */
  cores: number;
  databaseCores: number;
  acknowledgement99: number;
  /** Of all processes. */
  megabytes: number;
}

/**
 * No process gets more players than one was seen to carry, and each costs what the next larger measured number did: between steps and
 * beyond them nothing is extrapolated. Null where not even the smallest step was carried.
 */
export function sizeFor(players: number, measured: readonly Carried[]): Size | null {
  const { allJoinWithinSeconds, busyAtMost } = usage;
  const joining = (count: number, cpu: number) => (count * cpu) / (allJoinWithinSeconds * 1_000);
  const carried = measured
    .filter((step) => step.serverBusy <= busyAtMost && joining(step.players, step.cpuPerJoin) <= busyAtMost)
    .toSorted((a, b) => a.players - b.players);
  const most = carried.at(-1);
  if (!most) return null;
  const processes = Math.ceil(players / most.players);
  const each = Math.ceil(players / processes);
  const like = carried.find((step) => step.players >= each)!;
  const busiest = (answering: number, perJoin: number) =>
    processes * Math.max(answering, joining(each, perJoin));
  return {
    players,
    processes,
    measuredWith: like.players,
    cores: busiest(like.serverBusy, like.cpuPerJoin),
    databaseCores: busiest(like.databaseBusy, like.databaseCpuPerJoin),
    acknowledgement99: like.acknowledgement99,
    megabytes: processes * like.megabytes,
  };
}
