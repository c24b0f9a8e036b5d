import { Migration } from '@mikro-orm/migrations';

/** One bound, one constraint: joined by AND they are told in another form after a backup was put back, and the two are compared. */
export class Migration20261122050000_bounds_of_rewards extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE missions DROP CONSTRAINT missions_reward_bounds_check,
        ADD CONSTRAINT missions_xp_bounds_check CHECK (xp_reward BETWEEN 0 AND 500),
        ADD CONSTRAINT missions_coin_bounds_check CHECK (coin_reward BETWEEN 0 AND 200);`);
  }

  override down(): void {
    this.addSql(`
      ALTER TABLE missions DROP CONSTRAINT missions_xp_bounds_check, DROP CONSTRAINT missions_coin_bounds_check,
        ADD CONSTRAINT missions_reward_bounds_check CHECK (xp_reward BETWEEN 0 AND 500 AND coin_reward BETWEEN 0 AND 200);`);
  }
}
