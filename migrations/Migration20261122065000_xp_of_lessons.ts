import { Migration } from '@mikro-orm/migrations';

/** Authors say what finishing a lesson earns, within bounds. */
export class Migration20261122065000_xp_of_lessons extends Migration {
  override up(): void {
    this.addSql(`
      UPDATE lessons SET xp_reward = 100 WHERE xp_reward > 100;
      ALTER TABLE lessons DROP CONSTRAINT lessons_xp_reward_check,
        ADD CONSTRAINT lessons_xp_bounds_check CHECK (xp_reward BETWEEN 0 AND 100);
      GRANT UPDATE (xp_reward) ON lessons TO tutti_app;`);
  }

  override down(): void {
    this.addSql(`
      REVOKE UPDATE (xp_reward) ON lessons FROM tutti_app;
      ALTER TABLE lessons DROP CONSTRAINT lessons_xp_bounds_check, ADD CHECK (xp_reward >= 0);`);
  }
}
