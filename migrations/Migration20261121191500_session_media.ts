import { Migration } from '@mikro-orm/migrations';

/** A session shows the files of its frozen questions as long as it is there, in play and in its report, whatever becomes of the mission. */
export class Migration20261121191500_session_media extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TRIGGER live_sessions_keep_media ON live_sessions;
      DROP FUNCTION keep_session_media();
      DROP TABLE live_session_media;
      UPDATE retention_rules SET purpose = 'Pictures and recordings of questions, and who brought them; without a question they go after 30 days'
        WHERE table_name = 'media_assets';`);
  }
}

const up = `
-- no rule of retention and no export: it knows no person and goes with its session
CREATE TABLE live_session_media (
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  media_id uuid NOT NULL REFERENCES media_assets(id),
  PRIMARY KEY (session_id, media_id)
);
CREATE INDEX live_session_media_media_ix ON live_session_media (media_id);
ALTER TABLE live_session_media ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON live_session_media TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT ON live_session_media TO tutti_worker;

-- whatever opens a session, and for whom: its snapshot says which files it shows
CREATE FUNCTION keep_session_media() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_session_media (session_id, media_id)
    SELECT DISTINCT NEW.id, m.id FROM jsonb_path_query(NEW.snapshot, '$.**.media.id') shown
      JOIN media_assets m ON m.object_key = shown #>> '{}' AND m.org_id = NEW.org_id;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_session_media() FROM PUBLIC;
CREATE TRIGGER live_sessions_keep_media AFTER INSERT ON live_sessions FOR EACH ROW EXECUTE FUNCTION keep_session_media();

INSERT INTO live_session_media (session_id, media_id)
  SELECT DISTINCT s.id, m.id FROM live_sessions s CROSS JOIN LATERAL jsonb_path_query(s.snapshot, '$.**.media.id') shown
    JOIN media_assets m ON m.object_key = shown #>> '{}' AND m.org_id = s.org_id;

UPDATE retention_rules SET purpose = 'Pictures and recordings of questions, and who brought them; without a question or a session they go after 30 days'
  WHERE table_name = 'media_assets';
`;
