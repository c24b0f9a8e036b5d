import { Migration } from '@mikro-orm/migrations';

const seasons = ['season_progress', 'season_reward_claims'];

/** Whom a teacher follows is looked up learner by learner, whatever the size of the school; and with the rest goes what seasons gathered. */
export class Migration20261122045200_followed_one_by_one extends Migration {
  override up(): void {
    this.addSql(`
      CREATE OR REPLACE FUNCTION app_followed_learners() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY SELECT t.id FROM app_taught_learners() AS t(id)
          WHERE (SELECT u.status FROM users u WHERE u.id = t.id) <> 'pending_consent';
      END $$`);
    for (const table of seasons)
      this.addSql(`ALTER POLICY staff_read ON ${table} USING (user_id IN (SELECT app_followed_learners()))`);
  }

  override down(): void {
    for (const table of seasons)
      this.addSql(`ALTER POLICY staff_read ON ${table} USING (user_id IN (SELECT app_taught_learners()))`);
    this.addSql(`
      CREATE OR REPLACE FUNCTION app_followed_learners() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY SELECT m.user_id FROM group_members m JOIN users u ON u.id = m.user_id AND u.status <> 'pending_consent'
          WHERE m.role = 'student' AND m.group_id IN (SELECT app_taught_groups());
      END $$`);
  }
}
