import { Migration } from '@mikro-orm/migrations';

export class Migration20261121210000_leases extends Migration {
  override up(): void {
    this.addSql(leases);
  }

  override down(): void {
    this.addSql(
      `DROP FUNCTION lease_holds(text, timestamptz); ALTER TABLE live_sessions DROP COLUMN room_id;`,
    );
  }
}

const leases = `
-- where the session's room is reached; null: it is not open yet
ALTER TABLE live_sessions ADD COLUMN room_id text;

-- [DUR-3] A lease holds as long as it runs and its owner lives: every process keeps an advisory lock on a connection of its own,
-- which goes with the process at once, while a process that hangs or is cut off only loses its lease.
CREATE FUNCTION lease_holds(p_node text, p_until timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(p_until > now(), false) AND EXISTS (
    SELECT 1 FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 7455 AND l.objid::bigint = (hashtext(p_node)::bigint & 4294967295)
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
$$;
REVOKE EXECUTE ON FUNCTION lease_holds(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lease_holds(text, timestamptz) TO tutti_worker;
`;
