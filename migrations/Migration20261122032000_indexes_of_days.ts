import { Migration } from '@mikro-orm/migrations';

/** Of tables that hold years: those who read and write them go on meanwhile. */
const indexes = {
  reward_ledger_xp_day_ix: `reward_ledger (local_date) INCLUDE (user_id, delta) WHERE currency = 'xp'`,
  reward_ledger_season_ix: 'reward_ledger (season_id) WHERE season_id IS NOT NULL',
  streak_days_day_ix: 'streak_days (local_date)',
  question_responses_day_ix: 'question_responses (answered_on)',
  live_sessions_projected_ix: 'live_sessions (projected_at)',
};

/** What boards of a week and seasons look for. */
export class Migration20261122032000_indexes_of_days extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    const valid = await this.execute(
      'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indisvalid',
    );
    const there = new Set(valid.map(({ name }) => name));
    for (const [name, on] of Object.entries(indexes)) {
      if (there.has(name)) continue;
      // one that was not finished is there and of no use
      this.addSql(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      this.addSql(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
  }

  override down(): void {
    this.addSql(`DROP INDEX ${Object.keys(indexes)}`);
  }
}
