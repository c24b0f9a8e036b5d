import type { Replay, ReplayAnswer, ReplayMark, ReplayRound, ReplayStandings } from '@tutti/client/admin';

export type StageName =
  | 'lobby'
  | 'get_ready'
  | 'question'
  | 'discuss'
  | 'reveal'
  | 'skipped'
  | 'standings'
  | 'podium'
  | 'ended';

export interface Tally {
  answered: number;
  right: number;
  spread: number[];
  /** Commonest first. */
  texts: { text: string; count: number }[];
  spots: { x: number; y: number }[];
}

/** What everybody saw at one moment. */
export interface ReplayView {
  at: number;
  /** By the clock on the wall, ms since 1970. */
  wall: number;
  stage: { name: StageName; round: number | null; vote: number };
  here: number;
  paused: string | null;
  /** What the phase still has; null where it waits for somebody. */
  leftMs: number | null;
  /** null while the answers of the question are on their way. */
  tally: Tally | null;
  /** Of the first of two votes, once the second one is open. */
  first: Tally | null;
  /** Answers of this vote, the newest first. */
  arrived: ReplayAnswer[];
  /** null while they are on their way, or before the first ones. */
  standings: ReplayStandings | null;
  /** What happened last, the newest first. */
  news: ReplayMark[];
}

const stageNames: ReadonlySet<string> = new Set([
  'get_ready',
  'question',
  'discuss',
  'reveal',
  'skipped',
  'standings',
  'podium',
  'ended',
]);
const peopleNames: ReadonlySet<string> = new Set(['joined', 'left', 'returned', 'kicked', 'allowed_back']);
const shownArrived = 12;
const shownNews = 5;

export interface Score {
  marks: ReplayMark[];
  stages: ReplayMark[];
  /** Marks that say what the clock has left. */
  clocks: ReplayMark[];
  removals: ReplayMark[];
  /** Where questions are announced, in order, and where they open. */
  begins: { round: number; at: number }[];
  starts: { round: number; at: number }[];
  /** What need not be watched: the lobby and pauses. */
  still: { from: number; to: number }[];
  durationMs: number;
  choices: Map<number, number>;
}

/** What `viewAt` looks up, sorted once. */
export function scoreOf({ marks, questions, durationMs }: Replay): Score {
  const stages = marks.filter(({ kind }) => stageNames.has(kind));
  const begins: Score['begins'] = [];
  const starts: Score['starts'] = [];
  for (const { kind, round, at } of stages) {
    if (round === null) continue;
    if (begins.at(-1)?.round !== round) begins.push({ round, at });
    if (kind === 'question' && starts.at(-1)?.round !== round) starts.push({ round, at });
  }
  return {
    marks,
    stages,
    clocks: marks.filter(({ kind }) => !peopleNames.has(kind)),
    removals: marks.filter(({ kind }) => kind === 'kicked' || kind === 'allowed_back'),
    begins,
    starts,
    still: stillOf(marks, stages[0]?.at ?? durationMs, durationMs),
    durationMs,
    choices: new Map(questions.map(({ round, choices }) => [round, choices.length])),
  };
}

function stillOf(marks: readonly ReplayMark[], firstStage: number, durationMs: number): Score['still'] {
  const still = firstStage > 0 ? [{ from: 0, to: firstStage }] : [];
  let from: number | null = null;
  for (const { kind, at } of marks) {
    if (kind === 'paused') from ??= at;
    if ((kind !== 'resumed' && kind !== 'ended') || from === null) continue;
    if (at > from) still.push({ from, to: at });
    from = null;
  }
  if (from !== null) still.push({ from, to: durationMs });
  return still;
}

/** How many entries of a list that is ordered by time are not later than `at`. */
function upTo(list: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** [REP-3] The class at a moment (ms on its clock). Of time alone: it does not matter how one came there. */
export function viewAt(score: Score, rounds: ReadonlyMap<number, ReplayRound>, at: number): ReplayView {
  const seen = score.marks.slice(Math.max(0, upTo(score.marks, at) - shownNews), upTo(score.marks, at));
  const last = seen.at(-1);
  const stage = stageAt(score, at);
  const clock = score.clocks[upTo(score.clocks, at) - 1];
  const paused = pauseAt(score, at);
  const isAsked = stage.round !== null && stage.name !== 'get_ready';
  const answers = (isAsked && rounds.get(stage.round!)?.answers) || null;
  const past = answers?.slice(0, upTo(answers, at)) ?? [];
  const listed = stage.round === null ? 0 : (score.choices.get(stage.round) ?? 0);
  return {
    at,
    wall: last ? last.wall + (at - last.at) : (score.marks[0]?.wall ?? 0) + at - (score.marks[0]?.at ?? 0),
    stage,
    here: last?.here ?? 0,
    paused,
    leftMs: clock ? (clock.leftMs ?? (clock.endsAt === null ? null : Math.max(0, clock.endsAt - at))) : null,
    tally: answers && tallyOf(past, stage.vote, listed),
    first: answers && stage.vote > 1 ? tallyOf(past, 1, listed) : null,
    arrived: past
      .filter(({ vote, kind }) => vote === stage.vote && kind !== 'marked')
      .slice(-shownArrived)
      .reverse(),
    standings: standingsAt(score, rounds, at),
    news: seen.reverse(),
  };
}

function stageAt({ stages }: Score, at: number): ReplayView['stage'] {
  const past = upTo(stages, at);
  const last = stages[past - 1];
  if (!last) return { name: 'lobby', round: null, vote: 1 };
  const opened = stages
    .slice(0, past)
    .filter(({ kind, round }) => kind === 'question' && round === last.round);
  return { name: last.kind as StageName, round: last.round, vote: Math.max(1, opened.length) };
}

function pauseAt({ clocks }: Score, at: number): string | null {
  for (let i = upTo(clocks, at) - 1; i >= 0; i--) {
    const { kind, reason } = clocks[i]!;
    if (kind === 'resumed' || kind === 'ended') return null;
    if (kind === 'paused') return reason;
  }
  return null;
}

function tallyOf(entries: readonly ReplayAnswer[], vote: number, listed: number): Tally {
  const standing = new Map<number, ReplayAnswer>();
  for (const entry of entries) if (entry.vote === vote) standing.set(entry.player, entry);
  const spread = new Array<number>(listed).fill(0);
  const texts = new Map<string, { text: string; count: number }>();
  const tally: Tally = { answered: standing.size, right: 0, spread, texts: [], spots: [] };
  for (const { outcome, picks, texts: written, spot } of standing.values()) {
    if (outcome === 'right') tally.right++;
    for (const pick of picks) spread[pick] = (spread[pick] ?? 0) + 1;
    if (spot) tally.spots.push(spot);
    for (const text of written) {
      const key = text.trim().toLocaleLowerCase();
      const known = texts.get(key);
      if (known) known.count++;
      else texts.set(key, { text: text.trim(), count: 1 });
    }
  }
  tally.texts = [...texts.values()].sort((a, b) => b.count - a.count);
  return tally;
}

function standingsAt(
  score: Score,
  rounds: ReadonlyMap<number, ReplayRound>,
  at: number,
): ReplayStandings | null {
  for (const round of roundsAt(score, at)) {
    const found = rounds.get(round)?.standings;
    if (!found) return null;
    const last = found[upTo(found, at) - 1];
    if (last) return withoutRemoved(last, score, at);
  }
  return null;
}

/** Who was removed since is gone at once; the places are given anew with the next move. */
function withoutRemoved(standings: ReplayStandings, { removals }: Score, at: number): ReplayStandings {
  const gone = new Set<number>();
  for (const { kind, player } of removals.slice(0, upTo(removals, at)))
    if (player !== null) kind === 'kicked' ? gone.add(player) : gone.delete(player);
  if (gone.size === 0) return standings;
  return { ...standings, rows: standings.rows.filter(({ player }) => !gone.has(player)) };
}

/** The questions whose answers and standings a moment needs: the present one, or the last one, and the one before. */
export function roundsAt({ begins }: Score, at: number): number[] {
  const past = upTo(begins, at);
  return begins
    .slice(Math.max(0, past - 2), past)
    .map(({ round }) => round)
    .reverse();
}

/** The start of the question before or after a moment; a question that has begun for a while is begun again first. */
export function questionStart({ starts, durationMs }: Score, at: number, way: 'before' | 'after'): number {
  if (way === 'after') return starts.find((start) => start.at > at)?.at ?? durationMs;
  return starts.findLast((start) => start.at < at - 1_500)?.at ?? 0;
}

/** Where it goes on when nothing happens at this moment: the lobby and pauses can be left out. */
export function pastStill({ still }: Score, at: number): number {
  return still.find(({ from, to }) => at >= from && at < to)?.to ?? at;
}
