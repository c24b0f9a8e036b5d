import type pg from 'pg';
import { type Evidence, masteryOf } from '../../../domain/mastery/mastery.ts';
import type { Deeds, SessionFact } from '../../../domain/reward/badges/facts.ts';
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

/** A learner's deeds with nothing in the purse that badges gave. */
export interface Learner {
  orgId: string;
  /** The own day for which a badge counts: the last one on which something was earned. */
  today: Day;
  /** XP that badges gave. */
  badgeXp: number;
  deeds: Deeds;
}

/** What is known of learners; nothing of it depends on the order in which it came. */
export async function readLearners(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, Learner>> {
  const { rows: answers } = await client.query<AnsweredRow>(answered, [ids]);
  const { rows } = await client.query<KeptRow>(kept, [ids]);
  const sums = await sumsOf(client, ids);
  const answersOf = new Map(answers.map((row) => [row.learner, row]));
  return new Map(
    rows.map(({ learner, orgId, today, xp, badgeXp, known, ...deeds }) => {
      const { sessions = [], mended = [] } = answersOf.get(learner) ?? {};
      const { longest } = sums.get(learner)!;
      const purse = { xp, badges: 0 };
      return [
        learner,
        {
          orgId,
          today,
          badgeXp,
          deeds: {
            ...deeds,
            purse,
            sessions,
            mended,
            longestStreak: longest,
            mastery: known.map((one) => masteryOf(one).estimate ?? 0),
          },
        },
      ];
    }),
  );
}
