import { Migration } from '@mikro-orm/migrations';

/** What learners answer alone says what they know, too: with each answer stands what its question trained then. */
export class Migration20261122022000_what_was_trained_alone extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE question_responses ADD COLUMN objectives text[] NOT NULL DEFAULT '{}', ADD COLUMN topic text;
      ALTER TABLE question_responses DISABLE TRIGGER question_responses_append_only;
      UPDATE question_responses r SET
        objectives = ARRAY(SELECT jsonb_array_elements_text(asked->'objectives') FROM mission_editions e
          CROSS JOIN jsonb_array_elements(e.plan->'rounds') AS asked WHERE e.id = r.edition_id AND asked->>'questionId' = r.question_id::text),
        topic = (SELECT t.slug FROM missions m JOIN topics t ON t.id = m.topic_id WHERE m.id = r.mission_id);
      ALTER TABLE question_responses ENABLE TRIGGER question_responses_append_only;
      INSERT INTO mastery_renewals (user_id) SELECT DISTINCT user_id FROM question_responses ON CONFLICT DO NOTHING;`);
  }

  override down(): void {
    this.addSql('ALTER TABLE question_responses DROP COLUMN objectives, DROP COLUMN topic');
  }
}
