import { Migration } from '@mikro-orm/migrations';

/** What was gathered of learners under their accounts. */
const tables = [
  ...['learner_stats', 'reward_ledger', 'streak_days', 'user_badges', 'user_avatars'],
  ...['mission_progress', 'lesson_progress', 'learner_mastery', 'review_cards'],
];

/** While nobody agrees to a child's account, teachers see nothing of what it holds; what is there comes back with the next yes. */
export class Migration20261122034500_followed_learners extends Migration {
  override up(): void {
    this.addSql(`
      CREATE FUNCTION app_followed_learners() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY SELECT m.user_id FROM group_members m JOIN users u ON u.id = m.user_id AND u.status <> 'pending_consent'
          WHERE m.role = 'student' AND m.group_id IN (SELECT app_taught_groups());
      END $$;
      REVOKE EXECUTE ON FUNCTION app_followed_learners() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app_followed_learners() TO tutti_app;`);
    for (const table of tables)
      this.addSql(`ALTER POLICY staff_read ON ${table} USING (user_id IN (SELECT app_followed_learners()))`);
  }

  override down(): void {
    for (const table of tables)
      this.addSql(`ALTER POLICY staff_read ON ${table} USING (user_id IN (SELECT app_taught_learners()))`);
    this.addSql('DROP FUNCTION app_followed_learners()');
  }
}
