import { Migration } from '@mikro-orm/migrations';

const tables = ['question_responses', 'mission_hints'];

/** What learners answer alone, and where they looked at a hint, is theirs: teachers see what came of it. */
export class Migration20261122021300_answers_stay_with_learners extends Migration {
  override up(): void {
    for (const table of tables) this.addSql(`DROP POLICY staff_read ON ${table}`);
  }

  override down(): void {
    for (const table of tables)
      this.addSql(
        `CREATE POLICY staff_read ON ${table} FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()))`,
      );
  }
}
