import { Migration } from '@mikro-orm/migrations';

/** Since when a try is on: no answer of it was given before, and what it earned came after. */
export class Migration20261122021200_answers_of_one_day extends Migration {
  override up(): void {
    this.addSql(`
      -- null: with the first answer
      ALTER TABLE lesson_progress ADD COLUMN round_began_at timestamptz;
      -- null: with the mission
      ALTER TABLE mission_progress ADD COLUMN attempt_began_at timestamptz;
      -- what was right earlier on the same day earns nothing again
      CREATE INDEX question_responses_right_ix ON question_responses (user_id, question_id, answered_on) WHERE outcome = 'right';`);
  }

  override down(): void {
    this.addSql(`
      DROP INDEX question_responses_right_ix;
      ALTER TABLE mission_progress DROP COLUMN attempt_began_at;
      ALTER TABLE lesson_progress DROP COLUMN round_began_at;`);
  }
}
