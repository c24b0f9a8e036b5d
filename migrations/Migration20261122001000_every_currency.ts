import { Migration } from '@mikro-orm/migrations';

/** Coins, keys and season XP beside XP, earned and spent through the one ledger. */
export class Migration20261122001000_every_currency extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DELETE FROM reward_ledger WHERE currency <> 'xp' OR reason NOT IN ('answer', 'session');
      ALTER TABLE reward_ledger DROP CONSTRAINT reward_ledger_currency_check, DROP CONSTRAINT reward_ledger_reason_check,
        DROP CONSTRAINT reward_ledger_source_type_check, DROP CONSTRAINT reward_ledger_source_check, DROP CONSTRAINT reward_ledger_season_check,
        DROP CONSTRAINT reward_ledger_kept_xp_check, DROP COLUMN season_id,
        ADD CHECK (currency = 'xp'), ADD CHECK (reason IN ('answer', 'session')), ADD CHECK (source_type = 'live_session'),
        ALTER COLUMN source_type SET NOT NULL, ALTER COLUMN source_id SET NOT NULL;
      ALTER TABLE learner_stats DROP COLUMN coins, DROP COLUMN keys, DROP COLUMN streak_freezes;
      UPDATE retention_rules SET purpose = 'XP, level and streak of a learner' WHERE table_name = 'learner_stats';
      UPDATE retention_rules SET purpose = 'What a learner earned, and for what' WHERE table_name = 'reward_ledger';`);
  }
}

const up = `
ALTER TABLE reward_ledger
  DROP CONSTRAINT reward_ledger_currency_check, DROP CONSTRAINT reward_ledger_reason_check, DROP CONSTRAINT reward_ledger_source_type_check,
  ALTER COLUMN source_type DROP NOT NULL,
  ALTER COLUMN source_id DROP NOT NULL,
  ADD COLUMN season_id uuid,
  ADD CHECK (currency IN ('xp', 'coin', 'key', 'season_xp')),
  -- the same list as in src/domain/reward/ledger.ts
  ADD CHECK (reason IN ('answer', 'session', 'lesson', 'mission', 'badge', 'challenge', 'season', 'hint', 'avatar', 'freeze', 'correction')),
  ADD CHECK (source_type IN ('live_session', 'lesson', 'mission', 'question', 'badge', 'challenge', 'season', 'avatar')),
  ADD CONSTRAINT reward_ledger_source_check CHECK ((source_type IS NULL) = (source_id IS NULL)),
  ADD CONSTRAINT reward_ledger_season_check CHECK ((currency = 'season_xp') <= (season_id IS NOT NULL)),
  -- XP are never taken away
  ADD CONSTRAINT reward_ledger_kept_xp_check CHECK (delta > 0 OR currency IN ('coin', 'key'));

ALTER TABLE learner_stats
  ADD COLUMN coins integer NOT NULL DEFAULT 0 CHECK (coins >= 0),
  ADD COLUMN keys integer NOT NULL DEFAULT 0 CHECK (keys >= 0),
  ADD COLUMN streak_freezes smallint NOT NULL DEFAULT 0 CHECK (streak_freezes BETWEEN 0 AND 5);

-- whoever finished sessions before there were coins gets them too
INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
  SELECT user_id, 'coin', 20, reason, source_type, source_id, local_date, idempotency_key FROM reward_ledger WHERE reason = 'session'
  ON CONFLICT DO NOTHING;
UPDATE learner_stats s SET coins = l.coins FROM (
  SELECT user_id, sum(delta) AS coins FROM reward_ledger WHERE currency = 'coin' GROUP BY user_id) l WHERE l.user_id = s.user_id;

UPDATE retention_rules SET purpose = 'XP, level, coins, keys and streak of a learner' WHERE table_name = 'learner_stats';
UPDATE retention_rules SET purpose = 'What a learner earned and spent, and for what' WHERE table_name = 'reward_ledger';
`;
