import { Migration } from '@mikro-orm/migrations';

/** Questions of every kind, answers of every shape, teams, second votes, and sessions that go on another day. */
export class Migration20261121130000_every_question_kind extends Migration {
  override up(): void {
    this.addSql(questions);
    this.addSql(live);
  }

  override down(): void {
    this.addSql(`
      ALTER TABLE live_sessions DROP COLUMN played, DROP CONSTRAINT live_sessions_status_check,
        ADD CONSTRAINT live_sessions_status_check CHECK (status IN ('lobby', 'running', 'paused', 'ended', 'abandoned'));
      ALTER TABLE live_participants DROP COLUMN team;
      ALTER TABLE live_rounds DROP COLUMN texts, DROP COLUMN first_vote;
      ALTER TABLE live_answers DROP COLUMN answer, DROP COLUMN stake;
      ALTER TABLE question_options DROP COLUMN match_text;
      ALTER TABLE questions DROP COLUMN spec, DROP COLUMN media;
    `);
  }
}

const questions = `
ALTER TABLE questions DROP CONSTRAINT questions_kind_check;
ALTER TABLE questions ADD CONSTRAINT questions_kind_check CHECK (kind IN ('single_choice', 'multiple_choice', 'true_false', 'matching', 'ordering',
  'fill_blank', 'numeric', 'slider', 'hotspot', 'scale', 'poll', 'word_cloud', 'open_text'));
-- what the kind needs beside its options, the key among it: it reaches no learner before the reveal
ALTER TABLE questions ADD COLUMN spec jsonb NOT NULL DEFAULT '{}';
-- a picture or recording: its address and the words for who cannot see or hear it
ALTER TABLE questions ADD COLUMN media jsonb;
-- matching: the partner
ALTER TABLE question_options ADD COLUMN match_text text;
`;

const live = `
ALTER TABLE live_sessions DROP CONSTRAINT live_sessions_status_check;
ALTER TABLE live_sessions ADD CONSTRAINT live_sessions_status_check CHECK (status IN ('lobby', 'running', 'paused', 'parked', 'ended', 'abandoned'));
-- for each place of the session the question of the snapshot; written when the session has ended
ALTER TABLE live_sessions ADD COLUMN played integer[];
ALTER TABLE live_participants ADD COLUMN team smallint CHECK (team >= 0);
ALTER TABLE live_rounds ADD COLUMN texts jsonb NOT NULL DEFAULT '[]';
-- [RVL-3] what the class thought before it discussed
ALTER TABLE live_rounds ADD COLUMN first_vote jsonb;

ALTER TABLE live_answers ADD COLUMN answer jsonb;
UPDATE live_answers SET answer = to_jsonb(choices);
ALTER TABLE live_answers ALTER COLUMN answer SET NOT NULL;
ALTER TABLE live_answers DROP COLUMN choices;
ALTER TABLE live_answers ADD COLUMN stake text CHECK (stake IN ('low', 'middle', 'high'));
ALTER TABLE live_answers DROP CONSTRAINT live_answers_outcome_check;
ALTER TABLE live_answers ADD CONSTRAINT live_answers_outcome_check CHECK (outcome IN ('right', 'partly', 'wrong', 'counted', 'unmarked'));
-- the log of sessions that are open during the upgrade says it in the new words, too
UPDATE live_events SET payload = payload - 'choices' || jsonb_build_object('answer', payload->'choices')
  WHERE type = 'answer.accepted' AND payload ? 'choices';
`;
