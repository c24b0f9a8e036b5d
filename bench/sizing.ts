/** What was measured with many rooms. CPU in ms. */
export interface Costs {
  cpuPerAnswer: number;
  databaseCpuPerAnswer: number;
  cpuPerJoin: number;
  databaseCpuPerJoin: number;
  /** Of a process without players. */
  baseMegabytes: number;
  kilobytesPerPlayer: number;
}

/** How a school uses it. */
export const usage = {
  questionEverySeconds: 20,
  allJoinWithinSeconds: 60,
  /** A core that is busier makes people wait. */
  busyAtMost: 0.6,
};

export interface Size {
  players: number;
  /** Each can use one core. */
  processes: number;
  /** Of the busiest moment: while all join, or while all answer. */
  cores: number;
  databaseCores: number;
  /** Of all processes. */
  megabytes: number;
}

export function sizeFor(players: number, costs: Costs): Size {
  const { questionEverySeconds, allJoinWithinSeconds, busyAtMost } = usage;
  const coresFor = (perAnswer: number, perJoin: number) => {
    const answering = (players * perAnswer) / (questionEverySeconds * 1_000);
    const joining = (players * perJoin) / (allJoinWithinSeconds * 1_000);
    return Math.max(answering, joining) / busyAtMost;
  };
  const cores = coresFor(costs.cpuPerAnswer, costs.cpuPerJoin);
  const processes = Math.max(1, Math.ceil(cores));
  return {
    players,
    processes,
    cores,
    databaseCores: coresFor(costs.databaseCpuPerAnswer, costs.databaseCpuPerJoin),
    megabytes: processes * costs.baseMegabytes + (players * costs.kilobytesPerPlayer) / 1_024,
  };
}
