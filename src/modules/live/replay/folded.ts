import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type pg from 'pg';
import type { ClassPlan } from '../../../domain/challenge/class-plan.ts';
import { rulesOf } from '../../../domain/challenge/deal.ts';
import { askedIn, follow, type Mark, newTimeline, type RoundThen } from '../../../domain/replay/timeline.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { ReplayRound } from '../../../wire/replay.ts';
import type { SessionSettings } from '../../../wire/session.ts';
import { eventsInPieces } from '../event-rows.ts';
import { kindTexts } from './kind-texts.ts';

/** A log that was folded; of names and texts of questions it holds nothing. */
export interface Folded {
  /** Ids of participants, in the order in which they came. */
  players: string[];
  marks: Mark[];
  leftOut: number;
  durationMs: number;
  asked: number[];
  order: readonly number[];
  /** Packed: of 2,000 players who answer 100 questions it would be some hundred MB otherwise. */
  rounds: Map<number, Buffer>;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);
/** Who watches a replay asks again a question later; a log of an ended session does not change. */
const kept = 8;
const keptMs = 10 * 60_000;

/** Folds the logs of ended sessions, one at a time, and keeps the last ones for a while. */
export function createFolded(jobs: pg.Pool) {
  const known = new Map<string, { folded: Promise<Folded>; until: number }>();
  let last: Promise<unknown> = Promise.resolve();

  function forget(): void {
    const now = performance.now();
    for (const [id, { until }] of known) if (until < now || known.size > kept) known.delete(id);
  }

  return {
    /** Rejects with `replay/no-log` where nothing of it is stored. */
    of(sessionId: string, plan: ClassPlan, settings: SessionSettings): Promise<Folded> {
      const found = known.get(sessionId);
      const folded = found?.folded ?? last.then(() => fold(jobs, sessionId, plan, settings));
      if (!found) last = folded.catch(() => undefined);
      known.delete(sessionId);
      known.set(sessionId, { folded, until: performance.now() + keptMs });
      folded.catch(() => known.delete(sessionId));
      forget();
      return folded;
    },

    unpack: async (packed: Buffer): Promise<ReplayRound> => JSON.parse((await unpack(packed)).toString()),
  };
}

async function fold(
  jobs: pg.Pool,
  sessionId: string,
  plan: ClassPlan,
  settings: SessionSettings,
): Promise<Folded> {
  const timeline = newTimeline(rulesOf(plan, settings));
  const rounds = new Map<number, Buffer>();
  const packDone = async (all: boolean) => {
    const done = all ? [...timeline.rounds] : [...timeline.rounds].slice(0, -1);
    for (const [round, then] of done) {
      if (then.answers.length + then.standings.length === 0 && rounds.has(round)) continue;
      rounds.set(round, await packed(round, then));
      Object.assign(then, { answers: [], standings: [] });
    }
  };
  for await (const piece of eventsInPieces(jobs, sessionId)) {
    for (const { event, wall } of piece) follow(timeline, event, wall);
    await packDone(false);
    await setImmediate();
  }
  if (timeline.state.seq === 0) throw new AppError('replay/no-log', 'Nothing is stored of how it went.');
  await packDone(true);
  const { state, players, marks, leftOut } = timeline;
  return {
    players: [...players.keys()],
    marks,
    leftOut,
    durationMs: state.clock,
    asked: askedIn(timeline),
    order: state.order,
    rounds,
  };
}

async function packed(round: number, { answers, standings }: RoundThen): Promise<Buffer> {
  const shown = await kindTexts(answers.flatMap((one) => one.texts));
  const told: ReplayRound = {
    round,
    answers: answers.map((one) => ({
      ...one,
      picks: [...one.picks],
      texts: one.texts.filter((text) => shown.has(text)),
    })),
    standings,
  };
  return pack(JSON.stringify(told), { level: 1 });
}
