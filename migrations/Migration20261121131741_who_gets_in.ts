import { Migration } from '@mikro-orm/migrations';

/** Names that wait for the host's yes, codes with which a player comes back from another device, and co-hosts. */
export class Migration20261121131741_who_gets_in extends Migration {
  override up(): void {
    this.addSql(columns);
    this.addSql(waiting);
    this.addSql(coHosts);
  }

  override down(): void {
    this.addSql(takenBack);
  }
}

const columns = `
-- the name that waits for the host's yes: until then the player is called by a generated one; forgotten with the session's end
ALTER TABLE live_participants ADD COLUMN wanted_nickname text CHECK (length(wanted_nickname) BETWEEN 1 AND 96), ADD COLUMN wanted_skeleton text,
  ADD COLUMN name_refused boolean NOT NULL DEFAULT false,
  -- of the code with which the player comes back from another device, under a key of the server: too short to be kept as a plain hash
  ADD COLUMN return_code_hash bytea, ADD COLUMN return_code_until timestamptz;
CREATE UNIQUE INDEX live_participants_wanted_uq ON live_participants (session_id, wanted_skeleton) WHERE wanted_skeleton IS NOT NULL;
CREATE UNIQUE INDEX live_participants_return_uq ON live_participants (session_id, return_code_hash) WHERE return_code_hash IS NOT NULL;
`;

const waiting = `
-- Keeps the name for the player until the host has looked at it; false: somebody else has it, or waits for it.
CREATE FUNCTION want_name(p_session uuid, p_participant uuid, p_wanted text, p_skeleton text) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = p_session AND lp.id <> p_participant AND p_skeleton IN (lp.skeleton, lp.wanted_skeleton)) THEN
    RETURN false; END IF;
  UPDATE live_participants lp SET wanted_nickname = p_wanted, wanted_skeleton = p_skeleton, name_refused = false WHERE lp.id = p_participant;
  RETURN FOUND;
EXCEPTION WHEN unique_violation THEN RETURN false;
END $$;

-- As join_session and, with p_user, join_session_as; the player gets the first free stand-in for a name, and the wanted one waits.
CREATE FUNCTION join_session_waiting(p_user uuid, p_pin text, p_participant uuid, p_wanted text, p_skeleton text, p_stand_ins text[], p_stand_in_skeletons text[],
  p_locale text, p_device bytea, OUT outcome text, OUT session_id uuid, OUT participant_id uuid, OUT nickname text, OUT title text)
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  FOR i IN 1 .. cardinality(p_stand_ins) LOOP
    IF p_user IS NULL THEN
      SELECT j.outcome, j.session_id, p_participant, p_stand_ins[i], j.title INTO outcome, session_id, participant_id, nickname, title
        FROM join_session(p_pin, p_participant, p_stand_ins[i], p_stand_in_skeletons[i], p_locale, p_device, true) j;
    ELSE
      SELECT j.* INTO outcome, session_id, participant_id, nickname, title
        FROM join_session_as(p_user, p_pin, p_participant, p_stand_ins[i], p_stand_in_skeletons[i], p_locale, p_device) j;
    END IF;
    EXIT WHEN outcome <> 'taken';
  END LOOP;
  IF outcome = 'joined' AND NOT want_name(session_id, participant_id, p_wanted, p_skeleton) THEN
    DELETE FROM live_participants lp WHERE lp.id = p_participant;
    outcome := 'taken';
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION want_name(uuid, uuid, text, text), join_session_waiting(uuid, text, uuid, text, text, text[], text[], text, bytea) TO tutti_worker;
REVOKE EXECUTE ON FUNCTION want_name(uuid, uuid, text, text), join_session_waiting(uuid, text, uuid, text, text, text[], text[], text, bytea) FROM PUBLIC;
`;

const coHosts = `
-- A device with host powers in one session. It lives as long as the sign-in that invited it; the rows go with the session's end.
CREATE TABLE live_co_hosts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  session_family uuid NOT NULL,
  link_until timestamptz NOT NULL,
  accepted_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX live_co_hosts_session_ix ON live_co_hosts (session_id);
ALTER TABLE live_co_hosts ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON live_co_hosts TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON live_co_hosts TO tutti_worker;
INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('live_co_hosts', 'Devices that may lead an open class', 'A second device leads a class without a sign-in', NULL, 'the session''s end');
`;

const takenBack = `
DELETE FROM retention_rules WHERE table_name = 'live_co_hosts';
DROP TABLE live_co_hosts;
DROP FUNCTION join_session_waiting(uuid, text, uuid, text, text, text[], text[], text, bytea), want_name(uuid, uuid, text, text);
ALTER TABLE live_participants DROP COLUMN wanted_nickname, DROP COLUMN wanted_skeleton, DROP COLUMN name_refused, DROP COLUMN return_code_hash, DROP COLUMN return_code_until;
`;
