import type pg from 'pg';
import { type Evidence, masteryOf } from '../../../domain/mastery/mastery.ts';
import {
  type Deeds,
  type Facts,
  factsOf,
  type SessionFact,
  withMastery,
} from '../../../domain/reward/badges/facts.ts';
import type { Day } from '../../../domain/reward/calendar.ts';
import { sumsOf } from '../ledger.ts';
import { answered, kept } from './deeds.sql.ts';

interface AnsweredRow {
  learner: string;
  sessions: SessionFact[];
  mended: string[];
}
interface KeptRow extends Pick<Deeds, 'days' | 'rightOn' | 'lessons' | 'missions'> {
  learner: string;
  orgId: string;
  today: Day;
  xp: number;
  badgeXp: number;
  /** What answers say of each objective. */
  known: Evidence[];
}

/** What badges look at; XP without those that badges gave. */
export interface KnownFacts {
  facts: Facts;
  xp: number;
}

export interface Learner extends KnownFacts {
  orgId: string;
  /** The own day for which a badge counts: the last one on which something was earned. */
  today: Day;
  /** XP that badges gave. */
  badgeXp: number;
}

/**
 * What is known of learners; nothing of it depends on the order in which it came. `counted`: of whom everything but what they know of
 * objectives is counted already, and is not read again.
 */
export async function readLearners(
  client: pg.ClientBase,
  ids: readonly string[],
  counted: ReadonlyMap<string, KnownFacts> = new Map(),
): Promise<Map<string, Learner>> {
  const anew = ids.filter((id) => !counted.has(id));
  const answers = await readAnswered(client, anew);
  const { rows } = await client.query<KeptRow>(kept, [ids]);
  const sums = await sumsOf(client, anew);
  return new Map(
    rows.map(({ learner, orgId, today, xp, badgeXp, known, ...deeds }) => {
      const mastery = known.map((one) => masteryOf(one).estimate ?? 0);
      const before = counted.get(learner);
      if (before)
        return [learner, { orgId, today, badgeXp, xp: before.xp, facts: withMastery(before.facts, mastery) }];
      const { sessions = [], mended = [] } = answers.get(learner) ?? {};
      const { longest } = sums.get(learner)!;
      const purse = { xp, badges: 0 };
      const facts = factsOf({ ...deeds, purse, sessions, mended, longestStreak: longest, mastery });
      return [learner, { orgId, today, badgeXp, xp, facts }];
    }),
  );
}

async function readAnswered(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AnsweredRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<AnsweredRow>(answered, [ids]);
  return new Map(rows.map((row) => [row.learner, row]));
}
