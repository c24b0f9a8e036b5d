import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/**
 * A row of a learner in each table of progress, written straight into the database. Where a text is kept, the canary stands in it. What the
 * rows hang on is the school's and knows nobody.
 */
export async function addKnownProgress(
  jobs: pg.Pool,
  { userId, orgId, canary }: { userId: string; orgId: string; canary: string },
): Promise<void> {
  const school = await jobs.query<
    Record<'mission' | 'question' | 'edition' | 'badge' | 'avatar' | 'season', string>
  >(
    `WITH mission AS (INSERT INTO missions (org_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes, is_active)
         VALUES ($1, $2, 'Pets', 'About pets.', 'easy', 'story', 9, 12, 20, false) RETURNING id),
       question AS (INSERT INTO questions (org_id, kind, prompt, explanation, difficulty) VALUES ($1, 'true_false', 'Is it?', 'It is.', 'easy') RETURNING id),
       edition AS (INSERT INTO mission_editions (mission_id, content_hash, layout, plan) SELECT id, 'x', 0, '{"rounds":[],"lessons":[]}' FROM mission RETURNING id),
       badge AS (INSERT INTO badges (org_id, slug, name, description, category, unlock_criteria)
         VALUES ($1, $2, 'First', 'The first.', 'learning', '{"kind":"count","of":"right_answers","atLeast":1}') RETURNING id),
       avatar AS (INSERT INTO avatars (org_id, slug, name, picture, unlock_type, coin_cost) VALUES ($1, $2, 'Fox', '<svg/>', 'purchase', 5) RETURNING id),
       season AS (INSERT INTO seasons (org_id, slug, name, description, days, total_levels, xp_per_level) VALUES ($1, $2, 'Spring', 'It is spring.', 84, 30, 100) RETURNING id)
     SELECT mission.id AS mission, question.id AS question, edition.id AS edition, badge.id AS badge, avatar.id AS avatar, season.id AS season
     FROM mission, question, edition, badge, avatar, season`,
    [orgId, `known-${randomUUID()}`],
  );
  const { mission, question, edition, badge, avatar, season } = school.rows[0]!;
  await jobs.query(
    `INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, tasks, xp_reward, coin_reward)
     VALUES ($1, current_date, 'known', 'Known', 'Do it.', '[{"kind":"answered","atLeast":1}]', 30, 10) ON CONFLICT DO NOTHING`,
    [orgId],
  );
  const own = (sql: string, ...values: unknown[]) => jobs.query(sql, [userId, ...values]);
  const lesson = randomUUID();
  await own('INSERT INTO learner_stats (user_id, total_xp, coins) VALUES ($1, 10, 5)');
  await own(
    `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
     VALUES ($1, 'xp', 10, 'answer', current_date, $2), ($1, 'coin', 10, 'challenge', current_date, $2),
       ($1, 'coin', -5, 'avatar', current_date, 'avatar ' || $2)`,
    `known ${canary}`,
  );
  await own('INSERT INTO streak_days (user_id, local_date) VALUES ($1, current_date)');
  await own('INSERT INTO learner_facts (user_id, version, facts, xp) VALUES ($1, 0, $2, 0)', { of: canary });
  await own(
    `INSERT INTO learner_mastery (user_id, scope, slug, answers, weight_right, weight_wrong, last_answer_at) VALUES ($1, 'topic', $2, 5, 3, 2, now())`,
    canary,
  );
  await own('INSERT INTO mastery_renewals (user_id) VALUES ($1)');
  await own(
    'INSERT INTO review_cards (user_id, question_id, due_at, stability, difficulty, state, reps, lapses, last_review_at) VALUES ($1, $2, now(), 1, 5, 2, 1, 0, now())',
    question,
  );
  await own(
    `INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
     SELECT $1, id, unlock_criteria, xp_reward, coin_reward, key_reward, current_date FROM badges WHERE id = $2`,
    badge,
  );
  await own(
    `INSERT INTO user_avatars (user_id, avatar_id, unlock_method) VALUES ($1, $2, 'purchase')`,
    avatar,
  );
  await own('INSERT INTO season_progress (user_id, season_id, season_xp) VALUES ($1, $2, 10)', season);
  await jobs.query(`INSERT INTO season_tiers (season_id, level, kind, amount) VALUES ($1, 1, 'coins', 10)`, [
    season,
  ]);
  await own(
    `INSERT INTO season_reward_claims (user_id, season_id, level, kind, amount, local_date) VALUES ($1, $2, 1, 'coins', 10, current_date)`,
    season,
  );
  await own(
    `INSERT INTO user_daily_challenges (user_id, challenge_id, current_value, target_value)
     SELECT $1, id, 1, 2 FROM daily_challenges WHERE org_id = $2 AND valid_date = current_date`,
    orgId,
  );
  await own(
    `INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total, questions_answered, hints_used) VALUES ($1, $2, $3, 1, 1, 1)`,
    mission,
    edition,
  );
  await own(
    `INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind) VALUES ($1, $2, $3, 'quiz')`,
    mission,
    lesson,
  );
  await own(
    'INSERT INTO mission_hints (user_id, mission_id, lesson_id, round, question_id, cost) VALUES ($1, $2, $3, 1, $4, 0)',
    mission,
    lesson,
    question,
  );
  await own(
    `INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward, answered_at, answered_on)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, 1, 1, $6, 'wrong', 0, 10, now(), current_date)`,
    mission,
    lesson,
    edition,
    question,
    JSON.stringify([canary]),
  );
  await own(
    `INSERT INTO live_sessions (org_id, racer_id, title, format, status, settings, snapshot, practice_day, closes_at, ended_at)
     VALUES ($2, $1, $3, 'practice', 'ended', '{}', '{}', current_date, now(), now())`,
    orgId,
    `Today's five of ${canary}`,
  );
  await jobs.query(
    `INSERT INTO outbox_events (org_id, event_type, payload, published_at) VALUES ($1, 'answers.checked', $2, now())`,
    [orgId, { learnerId: userId, missionId: mission, answerIds: [] }],
  );
}
