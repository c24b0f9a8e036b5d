import { Migration } from '@mikro-orm/migrations';

/** Pictures and recordings of questions, and the right to write missions, to which they belong. */
export class Migration20261121131500_media extends Migration {
  override up(): void {
    this.addSql(media);
  }

  override down(): void {
    this.addSql(`
DROP TABLE media_assets;
DELETE FROM retention_rules WHERE table_name = 'media_assets';
DELETE FROM permissions WHERE key = 'missions.write';
`);
  }
}

const media = `
CREATE TABLE media_assets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  -- null: the author was erased, or it came with content; it belongs to the organization
  owner_id uuid REFERENCES users(id) ON DELETE SET NULL,
  -- the address: random, and nothing of the file's name
  object_key text NOT NULL UNIQUE CHECK (object_key ~ '^[A-Za-z0-9_-]{32}$'),
  origin text NOT NULL DEFAULT 'upload' CHECK (origin IN ('upload', 'content')),
  kind text NOT NULL CHECK (kind IN ('image', 'audio', 'video')),
  alt text NOT NULL DEFAULT '' CHECK (length(alt) <= 300),
  caption text CHECK (length(caption) BETWEEN 1 AND 2000),
  mime_type text,
  byte_size bigint NOT NULL DEFAULT 0 CHECK (byte_size >= 0),
  sha256 bytea CHECK (octet_length(sha256) = 32),
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ready')),
  unused_since timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (kind <> 'image' OR alt <> ''),
  CHECK (status = 'pending' OR (mime_type IS NOT NULL AND byte_size > 0 AND sha256 IS NOT NULL))
);
CREATE INDEX media_assets_org_ix ON media_assets (org_id);
CREATE INDEX media_assets_owner_ix ON media_assets (owner_id);
-- content that is read again finds what it stored the last time
CREATE UNIQUE INDEX media_assets_content_uq ON media_assets (org_id, sha256, md5(alt || E'\\n' || coalesce(caption, ''))) WHERE origin = 'content';

ALTER TABLE media_assets ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON media_assets TO tutti_worker USING (true) WITH CHECK (true);
CREATE POLICY authors ON media_assets FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('missions.write')));
GRANT SELECT, INSERT, UPDATE, DELETE ON media_assets TO tutti_worker;
GRANT SELECT (id, org_id, owner_id, object_key, kind, alt, caption, mime_type, byte_size, status, created_at) ON media_assets TO tutti_app;

INSERT INTO permissions (key, description) VALUES ('missions.write', 'Write missions, with pictures and recordings') ON CONFLICT DO NOTHING;
INSERT INTO role_permissions (role_id, permission_key)
  SELECT id, 'missions.write' FROM roles WHERE key IN ('teacher', 'content_creator', 'admin', 'super_admin') AND org_id IS NULL ON CONFLICT DO NOTHING;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('media_assets', 'Pictures and recordings of questions, and who brought them; without a question they go after 30 days', 'Teachers own what they make', NULL, 'the organization');
`;
