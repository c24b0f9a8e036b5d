import { Migration } from '@mikro-orm/migrations';

/** Whoever teaches a learner now reads what was answered alone, too: it is what the signs on the map of a class come from. */
export class Migration20261122071500_teachers_read_answers_alone extends Migration {
  override up(): void {
    for (const [table, { after }] of needs) {
      this.addSql(
        `CREATE POLICY staff_read ON ${table} FOR SELECT TO tutti_app USING (user_id IN (SELECT app_followed_learners()))`,
      );
      this.addSql(`UPDATE retention_rules SET need = '${after}' WHERE table_name = '${table}'`);
    }
  }

  override down(): void {
    for (const [table, { before }] of needs) {
      this.addSql(`DROP POLICY staff_read ON ${table}`);
      this.addSql(`UPDATE retention_rules SET need = '${before}' WHERE table_name = '${table}'`);
    }
  }
}

/** What it is kept for. */
const needs: [table: string, need: { before: string; after: string }][] = [
  [
    'question_responses',
    {
      before: 'What went wrong can come back, and progress can be computed again',
      after:
        'What went wrong can come back, progress can be computed again, and teachers of the class see where it is hard',
    },
  ],
  [
    'mission_hints',
    {
      before: 'A hint is paid for once',
      after: 'A hint is paid for once, and teachers of the class see where it is hard',
    },
  ],
];
