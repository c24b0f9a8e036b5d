import { Migration } from '@mikro-orm/migrations';

/**
 * Everything that one live class needs: organizations and people, missions with their questions, and live sessions
 * whose truth is an append-only log. Row security is ENABLED and not FORCED: the owner's helper functions must see rows.
 */
export class Migration20261121000000_a_class_plays extends Migration {
  override up(): void {
    for (const part of [foundation, identity, catalog, live, forgetting, outbox, rowSecurity, grants])
      this.addSql(part);
  }

  override down(): void {
    this.addSql(`
      DROP TABLE outbox_events, live_answers, live_events, live_rounds, live_participants, live_pins, live_sessions,
        question_objectives, objectives, assessment_questions, assessments, question_options, questions, lessons, missions, topics,
        auth_sessions, auth_tokens, credentials, user_roles, role_permissions, permissions, roles, user_profiles, users, organizations CASCADE;
      DROP FUNCTION join_session(text, uuid, text, text, text, bytea, boolean), release_untaken_seats(uuid), claim_pin(uuid, text), forget_guest_names(), purge_expired_auth(),
        app_hosted_sessions(), app_has_permission(text), app_org_id(), app_user_id(), set_updated_at();
    `);
  }
}

const foundation = `
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN NEW.updated_at := now(); RETURN NEW; END $$;

-- Who asks: set per transaction. Unset or '' gives NULL and therefore no rows, never an error.
CREATE FUNCTION app_user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS
$$ SELECT NULLIF(current_setting('app.user_id', true), '')::uuid $$;
CREATE FUNCTION app_org_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS
$$ SELECT NULLIF(current_setting('app.org_id', true), '')::uuid $$;
`;

const identity = `
CREATE TABLE organizations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind text NOT NULL DEFAULT 'school' CHECK (kind IN ('platform', 'school', 'company', 'family')),
  timezone text NOT NULL DEFAULT 'UTC',
  locale text NOT NULL DEFAULT 'en',
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id),
  email text CHECK (email = lower(email) AND length(email) <= 254),
  username text CHECK (username ~ '^[a-z0-9_.-]{3,30}$'),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('pending_verification', 'pending_consent', 'pending_approval', 'active', 'suspended', 'deleted')),
  last_login_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_handle_ck CHECK (status = 'deleted' OR num_nonnulls(email, username) >= 1)
);
CREATE UNIQUE INDEX users_email_uq ON users (org_id, email) WHERE deleted_at IS NULL AND email IS NOT NULL;
CREATE UNIQUE INDEX users_username_uq ON users (org_id, username) WHERE deleted_at IS NULL AND username IS NOT NULL;
CREATE INDEX users_status_ix ON users (org_id, status) WHERE deleted_at IS NULL;

CREATE TABLE user_profiles (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  preferred_language text NOT NULL DEFAULT 'en',
  timezone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE roles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid REFERENCES organizations(id) ON DELETE CASCADE,
  key text NOT NULL,
  name text NOT NULL,
  is_system boolean NOT NULL DEFAULT false,
  UNIQUE NULLS NOT DISTINCT (org_id, key)
);
CREATE TABLE permissions (key text PRIMARY KEY, description text NOT NULL);
CREATE TABLE role_permissions (
  role_id uuid NOT NULL REFERENCES roles(id) ON DELETE CASCADE,
  permission_key text NOT NULL REFERENCES permissions(key) ON DELETE CASCADE,
  PRIMARY KEY (role_id, permission_key)
);
CREATE TABLE user_roles (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  role_id uuid NOT NULL REFERENCES roles(id) ON DELETE RESTRICT,
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  is_primary boolean NOT NULL DEFAULT false,
  granted_by uuid REFERENCES users(id) ON DELETE SET NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, role_id, org_id)
);
CREATE INDEX user_roles_role_ix ON user_roles (org_id, role_id);
CREATE INDEX user_roles_granted_by_ix ON user_roles (granted_by);
CREATE UNIQUE INDEX user_roles_primary_uq ON user_roles (user_id, org_id) WHERE is_primary;

INSERT INTO roles (key, name, is_system) VALUES
  ('student', 'Student', true), ('teacher', 'Teacher', true), ('guardian', 'Guardian', true), ('content_creator', 'Content creator', true),
  ('moderator', 'Moderator', true), ('admin', 'Administrator', true), ('super_admin', 'Super administrator', true);
INSERT INTO permissions (key, description) VALUES
  ('missions.read', 'Look through missions with their questions and keys'),
  ('sessions.host', 'Open and host live sessions'),
  ('sessions.read_all', 'Read every session of the organization'),
  ('people.read', 'See the people of the organization'),
  ('people.invite', 'Invite teachers and administrators');
INSERT INTO role_permissions (role_id, permission_key)
  SELECT r.id, p.key FROM roles r JOIN permissions p ON
    (r.key = 'teacher' AND p.key IN ('missions.read', 'sessions.host')) OR
    (r.key = 'content_creator' AND p.key = 'missions.read') OR
    r.key IN ('admin', 'super_admin');

CREATE TABLE credentials (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  password_hash text NOT NULL,
  password_changed_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Every single-use token; only its SHA-256 is stored.
CREATE TABLE auth_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  purpose text NOT NULL CHECK (purpose IN ('setup', 'email_verify', 'password_reset', 'account_invite', 'guardian_invite', 'consent', 'magic_link', 'email_change')),
  user_id uuid REFERENCES users(id) ON DELETE CASCADE,
  org_id uuid REFERENCES organizations(id) ON DELETE CASCADE,
  created_by uuid REFERENCES users(id) ON DELETE SET NULL,
  email text,
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  payload jsonb NOT NULL DEFAULT '{}',
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (user_id IS NOT NULL OR org_id IS NOT NULL)
);
CREATE INDEX auth_tokens_user_ix ON auth_tokens (user_id, purpose) WHERE used_at IS NULL;
CREATE INDEX auth_tokens_org_ix ON auth_tokens (org_id, purpose, created_at DESC);
CREATE INDEX auth_tokens_created_by_ix ON auth_tokens (created_by);
CREATE INDEX auth_tokens_expiry_ix ON auth_tokens (expires_at);

CREATE TABLE auth_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  family_id uuid NOT NULL,
  refresh_token_hash bytea NOT NULL UNIQUE CHECK (octet_length(refresh_token_hash) = 32),
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_activity_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  rotated_at timestamptz,
  revoked_at timestamptz,
  revoke_reason text CHECK (revoke_reason IN ('logout', 'reuse', 'admin', 'password_change', 'consent_revoked'))
);
CREATE INDEX auth_sessions_user_ix ON auth_sessions (user_id, created_at DESC);
CREATE INDEX auth_sessions_family_ix ON auth_sessions (family_id);
CREATE INDEX auth_sessions_expiry_ix ON auth_sessions (expires_at);

CREATE FUNCTION purge_expired_auth() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; m bigint; BEGIN
  DELETE FROM auth_sessions WHERE expires_at < now() - interval '1 day'; GET DIAGNOSTICS n = ROW_COUNT;
  DELETE FROM auth_tokens WHERE expires_at < now() - interval '30 days'; GET DIAGNOSTICS m = ROW_COUNT;
  RETURN n + m; END $$;

CREATE FUNCTION app_has_permission(p_key text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
     SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id JOIN users u ON u.id = ur.user_id
     WHERE ur.user_id = app_user_id() AND ur.org_id = app_org_id() AND rp.permission_key = p_key AND u.status = 'active') $$;
`;

const catalog = `
CREATE TABLE topics (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  position integer NOT NULL DEFAULT 0,
  is_active boolean NOT NULL DEFAULT true,
  i18n jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, slug)
);
CREATE TABLE missions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  title text NOT NULL,
  description text NOT NULL,
  topic_id uuid REFERENCES topics(id) ON DELETE SET NULL,
  difficulty text NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
  mission_type text NOT NULL CHECK (mission_type IN ('story', 'skill', 'challenge', 'explorer', 'group')),
  age_from smallint NOT NULL CHECK (age_from > 0),
  age_to smallint NOT NULL,
  estimated_minutes integer NOT NULL CHECK (estimated_minutes > 0),
  total_lessons integer NOT NULL DEFAULT 0,
  total_questions integer NOT NULL DEFAULT 0,
  xp_reward integer NOT NULL DEFAULT 100 CHECK (xp_reward >= 0),
  is_active boolean NOT NULL DEFAULT true,
  position integer NOT NULL DEFAULT 0,
  i18n jsonb NOT NULL DEFAULT '{}',
  -- what the starter content was when it was loaded: rows that still match it may be upgraded, edited ones never are
  content_hash text,
  edited_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, slug),
  CHECK (age_to >= age_from)
);
CREATE INDEX missions_topic_ix ON missions (topic_id);
CREATE INDEX missions_active_ix ON missions (org_id, position, id) WHERE is_active;
CREATE TABLE lessons (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  mission_id uuid NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  content jsonb NOT NULL DEFAULT '{}',
  kind text NOT NULL CHECK (kind IN ('reading', 'quiz', 'challenge')),
  position integer NOT NULL,
  i18n jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (mission_id, slug),
  UNIQUE (mission_id, position) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE TABLE questions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  author_id uuid REFERENCES users(id) ON DELETE SET NULL,
  external_id text,
  kind text NOT NULL CHECK (kind IN ('single_choice', 'multiple_choice', 'true_false')),
  prompt text NOT NULL,
  explanation text NOT NULL,
  hint_text text,
  difficulty text NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
  points smallint NOT NULL DEFAULT 1 CHECK (points IN (0, 1, 2)),
  is_partial boolean NOT NULL DEFAULT false,
  xp_reward integer NOT NULL DEFAULT 10 CHECK (xp_reward >= 0),
  time_limit_seconds integer NOT NULL DEFAULT 20 CHECK (time_limit_seconds BETWEEN 5 AND 300),
  version integer NOT NULL DEFAULT 1,
  i18n jsonb NOT NULL DEFAULT '{}',
  archived_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, external_id)
);
CREATE INDEX questions_author_ix ON questions (author_id);
-- is_correct is the key: it never reaches a learner before the reveal
CREATE TABLE question_options (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  question_id uuid NOT NULL REFERENCES questions(id) ON DELETE CASCADE,
  slug text NOT NULL,
  option_text text NOT NULL,
  is_correct boolean NOT NULL DEFAULT false,
  feedback text,
  position integer NOT NULL DEFAULT 0,
  i18n jsonb NOT NULL DEFAULT '{}',
  UNIQUE (question_id, slug)
);
CREATE TABLE assessments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  lesson_id uuid UNIQUE REFERENCES lessons(id) ON DELETE CASCADE,
  title text NOT NULL,
  kind text NOT NULL DEFAULT 'quiz' CHECK (kind IN ('quiz', 'practice', 'live_quiz')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE assessment_questions (
  assessment_id uuid NOT NULL REFERENCES assessments(id) ON DELETE CASCADE,
  question_id uuid NOT NULL REFERENCES questions(id) ON DELETE RESTRICT,
  position integer NOT NULL,
  PRIMARY KEY (assessment_id, question_id),
  UNIQUE (assessment_id, position) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX assessment_questions_question_ix ON assessment_questions (question_id);
CREATE TABLE objectives (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  mission_id uuid REFERENCES missions(id) ON DELETE CASCADE,
  slug text NOT NULL,
  text text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  i18n jsonb NOT NULL DEFAULT '{}',
  UNIQUE (org_id, slug)
);
CREATE INDEX objectives_mission_ix ON objectives (mission_id);
CREATE TABLE question_objectives (
  question_id uuid NOT NULL REFERENCES questions(id) ON DELETE CASCADE,
  objective_id uuid NOT NULL REFERENCES objectives(id) ON DELETE CASCADE,
  PRIMARY KEY (question_id, objective_id)
);
CREATE INDEX question_objectives_objective_ix ON question_objectives (objective_id);
`;

const live = `
CREATE TABLE live_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  host_id uuid REFERENCES users(id) ON DELETE SET NULL,
  mission_id uuid REFERENCES missions(id) ON DELETE SET NULL,
  title text NOT NULL,
  format text NOT NULL DEFAULT 'challenge' CHECK (format IN ('challenge', 'team', 'survival', 'self_paced', 'ghost', 'group_mission')),
  scoring text NOT NULL DEFAULT 'speed' CHECK (scoring IN ('speed', 'accuracy', 'confidence', 'custom')),
  status text NOT NULL DEFAULT 'lobby' CHECK (status IN ('lobby', 'running', 'paused', 'ended', 'abandoned')),
  settings jsonb NOT NULL,
  -- the questions as they were when the session was opened, in this run's order
  snapshot jsonb NOT NULL,
  locked boolean NOT NULL DEFAULT false,
  idempotency_key text,
  owner_node text,
  epoch integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  last_present_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz,
  projected_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (host_id, idempotency_key)
);
CREATE INDEX live_sessions_org_ix ON live_sessions (org_id, created_at DESC);
CREATE INDEX live_sessions_host_ix ON live_sessions (host_id, created_at DESC, id);
CREATE INDEX live_sessions_mission_ix ON live_sessions (mission_id);
CREATE INDEX live_sessions_open_ix ON live_sessions (status) WHERE status IN ('lobby', 'running', 'paused');
CREATE INDEX live_sessions_unprojected_ix ON live_sessions (ended_at) WHERE ended_at IS NOT NULL AND projected_at IS NULL;

-- [JOIN-1] a PIN belongs to one open session and comes back 24 h after its release at the earliest
CREATE TABLE live_pins (
  pin text PRIMARY KEY CHECK (pin ~ '^[0-9]{6}$'),
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  released_at timestamptz
);
CREATE UNIQUE INDEX live_pins_open_uq ON live_pins (session_id) WHERE released_at IS NULL;
CREATE INDEX live_pins_session_ix ON live_pins (session_id);

CREATE TABLE live_participants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  user_id uuid REFERENCES users(id) ON DELETE SET NULL,
  nickname text NOT NULL CHECK (length(nickname) BETWEEN 1 AND 96),
  skeleton text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  -- [HST-1] of a random cookie, so that a kicked player does not come back under another name; forgotten with the session's end
  device_hash bytea,
  joined_at timestamptz NOT NULL DEFAULT now(),
  kicked_at timestamptz,
  -- filled in when the ended session is projected
  score integer NOT NULL DEFAULT 0,
  correct_count integer NOT NULL DEFAULT 0,
  answered_count integer NOT NULL DEFAULT 0,
  best_streak integer NOT NULL DEFAULT 0,
  final_rank integer,
  joined_in_round integer,
  left_in_round integer,
  UNIQUE (session_id, user_id),
  UNIQUE (session_id, id)
);
CREATE UNIQUE INDEX live_participants_skeleton_uq ON live_participants (session_id, skeleton);
CREATE INDEX live_participants_user_ix ON live_participants (user_id);

-- [DUR-1] the truth: what was decided, in order. No personal value stands in a payload.
CREATE TABLE live_events (
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  seq integer NOT NULL,
  epoch integer NOT NULL,
  type text NOT NULL,
  participant_id uuid,
  round smallint,
  vote smallint,
  answer_id text,
  payload jsonb NOT NULL,
  -- the session's own clock, which stands still while the server is away
  clock_ms bigint NOT NULL,
  remaining_ms integer,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (session_id, seq)
);
CREATE UNIQUE INDEX live_events_answer_uq ON live_events (session_id, round, vote, participant_id) WHERE type = 'answer.accepted';
CREATE UNIQUE INDEX live_events_answer_id_uq ON live_events (session_id, participant_id, answer_id) WHERE type = 'answer.accepted';
-- [DUR-6] whoever looks for ended sessions without a projection must not read every log
CREATE INDEX live_events_ended_ix ON live_events (session_id) WHERE type = 'session.ended';

-- projections of the log, written once when the session has ended
CREATE TABLE live_rounds (
  session_id uuid NOT NULL REFERENCES live_sessions(id) ON DELETE CASCADE,
  position integer NOT NULL,
  question_id uuid REFERENCES questions(id) ON DELETE SET NULL,
  answered integer NOT NULL DEFAULT 0,
  correct integer NOT NULL DEFAULT 0,
  mean_ms integer,
  spread jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (session_id, position)
);
CREATE INDEX live_rounds_question_ix ON live_rounds (question_id);
CREATE TABLE live_answers (
  session_id uuid NOT NULL,
  round smallint NOT NULL,
  vote smallint NOT NULL DEFAULT 1,
  participant_id uuid NOT NULL,
  answer_id text NOT NULL,
  choices smallint[] NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('right', 'partly', 'wrong')),
  response_ms integer NOT NULL CHECK (response_ms >= 0),
  points integer NOT NULL DEFAULT 0,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (session_id, round, vote, participant_id),
  FOREIGN KEY (session_id, round) REFERENCES live_rounds(session_id, position) ON DELETE CASCADE,
  FOREIGN KEY (session_id, participant_id) REFERENCES live_participants(session_id, id) ON DELETE CASCADE
);
CREATE INDEX live_answers_participant_ix ON live_answers (session_id, participant_id);

CREATE FUNCTION app_hosted_sessions() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM live_sessions WHERE org_id = app_org_id() AND (host_id = app_user_id() OR app_has_permission('sessions.read_all')) $$;

-- The caller's own session gets the PIN if nobody has it and nobody had it within 24 h.
CREATE FUNCTION claim_pin(p_session uuid, p_pin text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE claimed text; BEGIN
  IF NOT EXISTS (SELECT 1 FROM live_sessions WHERE id = p_session AND host_id = app_user_id() AND status = 'lobby') THEN RETURN false; END IF;
  INSERT INTO live_pins AS p (pin, session_id) VALUES (p_pin, p_session)
    ON CONFLICT (pin) DO UPDATE SET session_id = EXCLUDED.session_id, released_at = NULL
      WHERE p.released_at < now() - interval '24 hours'
    RETURNING pin INTO claimed;
  RETURN claimed IS NOT NULL;
END $$;

-- Whoever took a name and did not come within 30 s leaves it: seats that nobody takes must not fill a class.
CREATE FUNCTION release_untaken_seats(p_session uuid) RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; BEGIN
  DELETE FROM live_participants lp WHERE lp.session_id = p_session AND lp.joined_at < now() - interval '30 seconds'
    AND NOT EXISTS (SELECT 1 FROM live_events e WHERE e.session_id = p_session AND e.type = 'player.joined' AND e.participant_id = lp.id);
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- [JOIN-2] one round trip from PIN and nickname to a participant. outcome: joined | no-such-pin | kicked | locked | full | generated-only | taken
CREATE FUNCTION join_session(p_pin text, p_participant uuid, p_nickname text, p_skeleton text, p_locale text, p_device bytea, p_generated boolean,
  OUT outcome text, OUT session_id uuid, OUT title text) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE s record; present bigint; BEGIN
  SELECT l.id, l.title, l.locked, (l.settings->>'cap')::integer AS cap, (l.settings->>'generatedNames')::boolean AS generated_names INTO s
    FROM live_pins p JOIN live_sessions l ON l.id = p.session_id
    WHERE p.pin = p_pin AND p.released_at IS NULL AND l.status IN ('lobby', 'running', 'paused');
  IF NOT FOUND THEN outcome := 'no-such-pin'; RETURN; END IF;
  session_id := s.id; title := s.title;
  IF EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = s.id AND lp.device_hash = p_device AND lp.kicked_at IS NOT NULL) THEN
    outcome := 'kicked'; RETURN; END IF;
  IF s.locked THEN outcome := 'locked'; RETURN; END IF;
  IF s.generated_names AND NOT p_generated THEN outcome := 'generated-only'; RETURN; END IF;
  SELECT count(*) INTO present FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL;
  IF present >= s.cap AND present - release_untaken_seats(s.id) >= s.cap THEN outcome := 'full'; RETURN; END IF;
  IF EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = s.id AND lp.skeleton = p_skeleton) THEN
    PERFORM release_untaken_seats(s.id);
  END IF;
  INSERT INTO live_participants (id, session_id, nickname, skeleton, locale, device_hash) VALUES (p_participant, s.id, p_nickname, p_skeleton, p_locale, p_device)
    ON CONFLICT DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'joined' ELSE 'taken' END;
END $$;
`;

const forgetting = `
-- [JOIN-6] 30 days after a class its guests are "Player 1", "Player 2" …
CREATE FUNCTION forget_guest_names() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; BEGIN
  UPDATE live_participants lp SET nickname = 'Player ' || numbered.n, skeleton = 'forgotten ' || numbered.n
  FROM (SELECT p.id, row_number() OVER (PARTITION BY p.session_id ORDER BY p.joined_at, p.id) AS n
        FROM live_participants p JOIN live_sessions s ON s.id = p.session_id
        WHERE p.user_id IS NULL AND s.ended_at < now() - interval '30 days') numbered
  WHERE lp.id = numbered.id AND lp.skeleton NOT LIKE 'forgotten %';
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
`;

const outbox = `
CREATE TABLE outbox_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  event_type text NOT NULL,
  payload jsonb NOT NULL,
  published_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_events_poll_ix ON outbox_events (id) WHERE published_at IS NULL;
CREATE INDEX outbox_events_org_ix ON outbox_events (org_id);

DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.column_name = 'updated_at' LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION set_updated_at()', t || '_set_updated_at', t);
  END LOOP; END $$;
`;

const rowSecurity = `
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['organizations', 'users', 'user_profiles', 'roles', 'permissions', 'role_permissions', 'user_roles', 'credentials', 'auth_tokens', 'auth_sessions',
    'topics', 'missions', 'lessons', 'questions', 'question_options', 'assessments', 'assessment_questions', 'objectives', 'question_objectives',
    'live_sessions', 'live_pins', 'live_participants', 'live_events', 'live_rounds', 'live_answers', 'outbox_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
  END LOOP; END $$;

CREATE POLICY own_org ON organizations FOR SELECT TO tutti_app USING (id = (SELECT app_org_id()));
CREATE POLICY own ON users FOR SELECT TO tutti_app USING (id = (SELECT app_user_id()));
CREATE POLICY staff_read ON users FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('people.read')));
CREATE POLICY own ON user_profiles TO tutti_app USING (user_id = (SELECT app_user_id())) WITH CHECK (user_id = (SELECT app_user_id()));
CREATE POLICY staff_read ON user_profiles FOR SELECT TO tutti_app USING (user_id IN (SELECT id FROM users));
CREATE POLICY built_in_or_own_org ON roles FOR SELECT TO tutti_app USING (org_id IS NULL OR org_id = (SELECT app_org_id()));
CREATE POLICY everyone ON permissions FOR SELECT TO tutti_app USING (true);
CREATE POLICY of_visible_roles ON role_permissions FOR SELECT TO tutti_app USING (role_id IN (SELECT id FROM roles));
CREATE POLICY own ON user_roles FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
CREATE POLICY staff_read ON user_roles FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('people.read')));
CREATE POLICY own ON auth_sessions FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));

CREATE POLICY own_org ON topics FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY own_org ON missions FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY of_mission ON lessons FOR SELECT TO tutti_app USING (mission_id IN (SELECT id FROM missions));
CREATE POLICY own_org ON objectives FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY own_org ON assessments FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY of_assessment ON assessment_questions FOR SELECT TO tutti_app USING (assessment_id IN (SELECT id FROM assessments));
CREATE POLICY staff_read ON questions FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('missions.read')));
CREATE POLICY of_question ON question_options FOR SELECT TO tutti_app USING (question_id IN (SELECT id FROM questions));
CREATE POLICY of_question ON question_objectives FOR SELECT TO tutti_app USING (question_id IN (SELECT id FROM questions));

CREATE POLICY hosted ON live_sessions FOR SELECT TO tutti_app USING (id IN (SELECT app_hosted_sessions()) OR (host_id = (SELECT app_user_id()) AND org_id = (SELECT app_org_id())));
CREATE POLICY open_own ON live_sessions FOR INSERT TO tutti_app
  WITH CHECK (host_id = (SELECT app_user_id()) AND org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('sessions.host')));
CREATE POLICY hosted ON live_pins FOR SELECT TO tutti_app USING (session_id IN (SELECT app_hosted_sessions()));
CREATE POLICY hosted ON live_participants FOR SELECT TO tutti_app USING (session_id IN (SELECT app_hosted_sessions()) OR user_id = (SELECT app_user_id()));
CREATE POLICY hosted ON live_events FOR SELECT TO tutti_app USING (session_id IN (SELECT app_hosted_sessions()));
CREATE POLICY hosted ON live_rounds FOR SELECT TO tutti_app USING (session_id IN (SELECT app_hosted_sessions()));
CREATE POLICY hosted ON live_answers FOR SELECT TO tutti_app USING (session_id IN (SELECT app_hosted_sessions()));
`;

const grants = `
GRANT USAGE ON SCHEMA public TO tutti_app, tutti_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tutti_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tutti_worker;
-- the log is append only, for everybody
REVOKE UPDATE, DELETE ON live_events FROM tutti_worker;
REVOKE ALL ON mikro_orm_migrations FROM tutti_worker;

GRANT SELECT ON organizations, users, user_profiles, roles, permissions, role_permissions, user_roles,
  topics, missions, lessons, questions, question_options, assessments, assessment_questions, objectives, question_objectives,
  live_sessions, live_pins, live_participants, live_events, live_rounds, live_answers TO tutti_app;
GRANT SELECT (id, user_id, family_id, user_agent, created_at, last_activity_at, expires_at, revoked_at) ON auth_sessions TO tutti_app;
GRANT UPDATE (display_name, preferred_language, timezone) ON user_profiles TO tutti_app;
GRANT INSERT (id, org_id, host_id, mission_id, title, format, scoring, settings, snapshot, idempotency_key) ON live_sessions TO tutti_app;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_user_id(), app_org_id(), app_has_permission(text), app_hosted_sessions(), claim_pin(uuid, text) TO tutti_app;
GRANT EXECUTE ON FUNCTION app_user_id(), app_org_id(), join_session(text, uuid, text, text, text, bytea, boolean), release_untaken_seats(uuid), forget_guest_names(), purge_expired_auth() TO tutti_worker;
`;
