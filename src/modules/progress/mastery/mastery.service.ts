import { masteryOf } from '../../../domain/mastery/mastery.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import type { Locale } from '../../../wire/common.ts';
import type { MasteryOfLearner } from '../../../wire/mastery.ts';

interface KnownRow {
  slug: string;
  text: string | null;
  answers: number;
  right: number;
  wrong: number;
  last_at: Date;
}

/** [MST-1] Read under the caller's own row policies: the learner, the guardians, whoever teaches the learner. */
export function createMasteryService({ db }: { db: Database }) {
  return {
    read: (caller: Caller, learnerId: string, locale: Locale): Promise<MasteryOfLearner> =>
      db.asCaller(caller, async (em) => {
        const topics = await em.execute<KnownRow[]>(topicsOf, [locale, learnerId]);
        const objectives = await em.execute<KnownRow[]>(objectivesOf, [locale, learnerId]);
        return {
          topics: topics.map((row) => ({ topic: row.slug, name: row.text ?? row.slug, ...present(row) })),
          objectives: objectives.map((row) => ({
            objective: row.slug,
            text: row.text ?? row.slug,
            ...present(row),
          })),
        };
      }),
  };
}
export type MasteryService = ReturnType<typeof createMasteryService>;

const present = ({ answers, right, wrong, last_at }: KnownRow) => ({
  answers,
  ...masteryOf({ answers, right, wrong }),
  lastAt: new Date(last_at).toISOString(),
});

const known =
  'k.slug, k.answers, k.weight_right AS "right", k.weight_wrong AS wrong, k.last_answer_at AS last_at';
const topicsOf = `
SELECT ${known}, coalesce(t.i18n #>> ARRAY[?::text, 'name'], t.name) AS text FROM learner_mastery k
  LEFT JOIN topics t ON t.slug = k.slug AND t.org_id = (SELECT app_org_id())
WHERE k.user_id = ? AND k.scope = 'topic' ORDER BY k.last_answer_at DESC, k.slug LIMIT 100`;
const objectivesOf = `
SELECT ${known}, coalesce(o.i18n #>> ARRAY[?::text, 'text'], o.text) AS text FROM learner_mastery k
  LEFT JOIN objectives o ON o.slug = k.slug AND o.org_id = (SELECT app_org_id())
WHERE k.user_id = ? AND k.scope = 'objective' ORDER BY k.last_answer_at DESC, k.slug LIMIT 500`;
