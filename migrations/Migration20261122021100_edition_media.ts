import { Migration } from '@mikro-orm/migrations';

/** Whoever began a mission sees its films and pictures to the end, whatever becomes of the mission. */
export class Migration20261122021100_edition_media extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TRIGGER mission_editions_keep_media ON mission_editions;
      DROP FUNCTION keep_edition_media();
      DROP TABLE mission_edition_media;
      UPDATE retention_rules SET purpose = 'Pictures and recordings of questions, and who brought them; without a question or a session they go after 30 days'
        WHERE table_name = 'media_assets';`);
  }
}

const up = `
-- no rule of retention and no export: it knows no person and goes with its edition
CREATE TABLE mission_edition_media (
  edition_id uuid NOT NULL REFERENCES mission_editions(id) ON DELETE CASCADE,
  media_id uuid NOT NULL REFERENCES media_assets(id),
  PRIMARY KEY (edition_id, media_id)
);
CREATE INDEX mission_edition_media_media_ix ON mission_edition_media (media_id);
ALTER TABLE mission_edition_media ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON mission_edition_media TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT ON mission_edition_media TO tutti_worker;

-- of a question the file stands in media, of a lesson in media.ref
CREATE FUNCTION keep_edition_media() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO mission_edition_media (edition_id, media_id)
    SELECT DISTINCT NEW.id, m.id FROM jsonb_path_query(NEW.plan, '$.**.media.**.id') shown JOIN media_assets m ON m.object_key = shown #>> '{}';
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_edition_media() FROM PUBLIC;
CREATE TRIGGER mission_editions_keep_media AFTER INSERT ON mission_editions FOR EACH ROW EXECUTE FUNCTION keep_edition_media();

INSERT INTO mission_edition_media (edition_id, media_id)
  SELECT DISTINCT e.id, m.id FROM mission_editions e CROSS JOIN LATERAL jsonb_path_query(e.plan, '$.**.media.**.id') shown
    JOIN media_assets m ON m.object_key = shown #>> '{}';

UPDATE retention_rules SET purpose = 'Pictures, films and recordings of questions and lessons, and who brought them; when no question, lesson, session or begun mission shows them they go after 30 days'
  WHERE table_name = 'media_assets';
`;
