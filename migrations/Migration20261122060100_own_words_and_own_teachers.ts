import { Migration } from '@mikro-orm/migrations';

/** Minutes of a learner are for those who teach the learner; and who comes of age says anew whether the school sees the own place. */
export class Migration20261122060100_own_words_and_own_teachers extends Migration {
  override up(): void {
    this.addSql(`DROP POLICY teacher_read ON activity_days;
      ALTER POLICY staff_read ON activity_days USING (user_id IN (SELECT app_followed_learners()))`);
    this.addSql(ofAge('false'));
  }

  override down(): void {
    this.addSql(`ALTER POLICY staff_read ON activity_days USING ((SELECT app_has_permission('people.read'))
      AND EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.org_id = (SELECT app_org_id())));
      CREATE POLICY teacher_read ON activity_days FOR SELECT TO tutti_app
        USING ((SELECT app_has_permission('learners.read')) AND user_id IN (SELECT app_taught_learners()))`);
    this.addSql(ofAge('coalesce(on_school_board, false)'));
  }
}

/** A yes from before needed a guardian’s beside it, and was not said for being seen without. */
const ofAge = (shown: string): string => `
CREATE OR REPLACE FUNCTION stay_off_school_board() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE user_profiles SET on_school_board = ${shown} WHERE user_id = NEW.id;
  RETURN NULL;
END $$`;
