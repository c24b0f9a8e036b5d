/** Families and consent. Decisions are rows that are only ever appended; what holds is computed from them. */
export const family = `
-- GDPR Art. 8 by country and 13 in the United States; the administrator may change it. XX: everywhere else.
CREATE TABLE consent_ages (
  country char(2) PRIMARY KEY CHECK (country ~ '^[A-Z]{2}$'),
  age smallint NOT NULL CHECK (age BETWEEN 0 AND 18),
  updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO consent_ages (country, age)
  SELECT unnest(ARRAY['US', 'BE', 'EE', 'FI', 'LV', 'MT', 'PT', 'SE', 'GB']), 13
  UNION ALL SELECT unnest(ARRAY['AT', 'BG', 'CY', 'IT', 'ES', 'LT']), 14
  UNION ALL SELECT unnest(ARRAY['CZ', 'DK', 'FR', 'GR', 'SI']), 15
  UNION ALL SELECT unnest(ARRAY['DE', 'HU', 'IE', 'LU', 'NL', 'PL', 'RO', 'SK', 'HR', 'XX']), 16;

CREATE TABLE guardian_links (
  guardian_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  child_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  relationship text NOT NULL DEFAULT 'parent' CHECK (relationship IN ('parent', 'guardian', 'other')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended')),
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (guardian_id, child_id),
  CHECK (guardian_id <> child_id),
  CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX guardian_links_child_ix ON guardian_links (child_id) WHERE status = 'active';

-- The direct notice as a guardian saw it. A published version never changes.
CREATE TABLE consent_notices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid REFERENCES organizations(id) ON DELETE CASCADE,
  version integer NOT NULL CHECK (version > 0),
  locale text NOT NULL,
  body text NOT NULL CHECK (length(body) <= 20000),
  published_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (org_id, version, locale)
);

-- A child waits for a grown-up. The address is sealed and goes after 14 days without an answer. [CON-5]
CREATE TABLE consent_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  child_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  method text NOT NULL CHECK (method IN ('email_plus', 'text_plus', 'signed_form', 'payment_card', 'gov_id', 'knowledge', 'school')),
  contact_sealed bytea,
  locale text NOT NULL DEFAULT 'en',
  notice_version integer NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'answered', 'confirmed', 'refused', 'bounced', 'expired', 'withdrawn')),
  -- the class that the child signed up for; it is in none before somebody agrees [CON-1]
  group_id uuid REFERENCES groups(id) ON DELETE SET NULL,
  -- what the guardian chose, until the second message of e-mail-plus is confirmed: scope to true or false
  decisions jsonb NOT NULL DEFAULT '{}',
  reminded_at timestamptz,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX consent_requests_child_ix ON consent_requests (child_id, created_at DESC);
CREATE INDEX consent_requests_group_ix ON consent_requests (group_id);
CREATE INDEX consent_requests_org_ix ON consent_requests (org_id, status);
CREATE INDEX consent_requests_expiry_ix ON consent_requests (expires_at) WHERE status IN ('open', 'answered', 'bounced');

-- A form that somebody signed on paper: uploaded, sealed, looked at by an administrator.
CREATE TABLE consent_forms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL REFERENCES consent_requests(id) ON DELETE CASCADE,
  child_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- whose signature it is; an account without a password when it came on paper only
  guardian_id uuid REFERENCES users(id) ON DELETE SET NULL,
  relationship text NOT NULL DEFAULT 'parent' CHECK (relationship IN ('parent', 'guardian', 'other')),
  -- null as soon as somebody decided: the picture has done its work [CON-3]
  file_sealed bytea CHECK (octet_length(file_sealed) <= 6000000),
  mime_type text NOT NULL CHECK (mime_type IN ('application/pdf', 'image/jpeg', 'image/png')),
  byte_size integer NOT NULL CHECK (byte_size > 0),
  decisions jsonb NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'accepted', 'refused')),
  uploaded_by uuid REFERENCES users(id) ON DELETE SET NULL,
  reviewed_by uuid REFERENCES users(id) ON DELETE SET NULL,
  reviewed_at timestamptz,
  reason text CHECK (length(reason) <= 500),
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status = 'waiting') = (reviewed_at IS NULL)),
  CHECK ((status = 'waiting') = (file_sealed IS NOT NULL))
);
CREATE INDEX consent_forms_guardian_ix ON consent_forms (guardian_id);
CREATE INDEX consent_forms_request_ix ON consent_forms (request_id);
CREATE INDEX consent_forms_child_ix ON consent_forms (child_id);
CREATE INDEX consent_forms_waiting_ix ON consent_forms (created_at) WHERE status = 'waiting';
CREATE INDEX consent_forms_uploaded_by_ix ON consent_forms (uploaded_by);
CREATE INDEX consent_forms_reviewed_by_ix ON consent_forms (reviewed_by);

-- What a school signed; without a valid one nobody consents in the place of parents.
CREATE TABLE school_agreements (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  signed_by text NOT NULL CHECK (length(signed_by) BETWEEN 1 AND 200),
  signed_on date NOT NULL,
  valid_until date NOT NULL,
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['account', 'live_rooms']),
  note text CHECK (length(note) <= 2000),
  recorded_by uuid REFERENCES users(id) ON DELETE SET NULL,
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (valid_until > signed_on)
);
CREATE INDEX school_agreements_org_ix ON school_agreements (org_id, valid_until);
CREATE INDEX school_agreements_recorded_by_ix ON school_agreements (recorded_by);

-- [CON-2] appended only. The newest row of a (child, scope, decider) is that decider's word; of several the stricter counts.
CREATE TABLE consents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  child_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- null: the school, or the child itself once it is of age. No foreign key: the record outlives the guardian's account
  guardian_id uuid,
  decider text NOT NULL CHECK (decider IN ('guardian', 'school', 'self')),
  scope text NOT NULL CHECK (scope IN ('account', 'live_rooms', 'messaging', 'ai_processing', 'third_party_disclosure', 'analytics')),
  status text NOT NULL CHECK (status IN ('granted', 'refused', 'revoked')),
  method text NOT NULL CHECK (method IN ('email_plus', 'text_plus', 'signed_form', 'payment_card', 'gov_id', 'knowledge', 'school', 'guardian_page', 'of_age')),
  notice_version integer NOT NULL,
  request_id uuid REFERENCES consent_requests(id) ON DELETE SET NULL,
  agreement_id uuid REFERENCES school_agreements(id) ON DELETE SET NULL,
  recorded_by uuid,
  -- from where it was given, cut to the network (IPv4 /24, IPv6 /48)
  address inet,
  decided_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((decider = 'guardian') = (guardian_id IS NOT NULL)),
  CHECK (decider <> 'school' OR scope IN ('account', 'live_rooms'))
);
CREATE INDEX consents_child_ix ON consents (child_id, scope, seq DESC);
CREATE INDEX consents_guardian_ix ON consents (guardian_id);
CREATE INDEX consents_org_ix ON consents (org_id);
CREATE INDEX consents_request_ix ON consents (request_id);
CREATE INDEX consents_agreement_ix ON consents (agreement_id);

-- a guardian's switches can only narrow what was consented to; of several the stricter counts
CREATE TABLE child_controls (
  child_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  guardian_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  chat_enabled boolean NOT NULL DEFAULT false,
  ai_enabled boolean NOT NULL DEFAULT false,
  live_enabled boolean NOT NULL DEFAULT true,
  daily_minutes integer CHECK (daily_minutes BETWEEN 5 AND 1440),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (child_id, guardian_id)
);
CREATE INDEX child_controls_guardian_ix ON child_controls (guardian_id);

-- seconds in live rooms and lessons, a day in the learner's own time zone
CREATE TABLE activity_days (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  day date NOT NULL,
  seconds integer NOT NULL DEFAULT 0 CHECK (seconds >= 0),
  PRIMARY KEY (user_id, day)
);

-- a learner's logins of games. Sealed by the application; nobody but the owner reveals one
CREATE TABLE game_credentials (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  game_name text NOT NULL CHECK (length(game_name) BETWEEN 1 AND 100),
  username_sealed bytea NOT NULL,
  password_sealed bytea NOT NULL,
  last_revealed_at timestamptz,
  -- since somebody else set the password of the account
  locked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX game_credentials_user_ix ON game_credentials (user_id);

-- What a child's consents allow now. The TypeScript rule in src/domain/consent says the same; a property test holds them equal.
CREATE FUNCTION allowed_scopes(p_child uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH latest AS (
    SELECT DISTINCT ON (c.scope, c.decider, c.guardian_id) c.scope, c.decider, c.status, c.agreement_id
    FROM consents c
    WHERE c.child_id = p_child
      AND (c.decider <> 'guardian' OR EXISTS (SELECT 1 FROM guardian_links g WHERE g.child_id = p_child AND g.guardian_id = c.guardian_id AND g.status = 'active'
        -- of somebody who left and came back only what was said since
        AND c.decided_at >= g.created_at))
    ORDER BY c.scope, c.decider, c.guardian_id, c.seq DESC),
  standing AS (
    SELECT l.scope, bool_and(l.status = 'granted') AS granted FROM latest l LEFT JOIN school_agreements a ON a.id = l.agreement_id
    -- a school stands in for parents: without a valid agreement it has no word at all, neither yes nor no
    WHERE l.decider <> 'school' OR (l.status = 'granted' AND a.ended_at IS NULL AND current_date BETWEEN a.signed_on AND a.valid_until AND l.scope = ANY (a.scopes))
    GROUP BY l.scope)
  SELECT COALESCE(array_agg(scope ORDER BY scope), '{}') FROM standing
    WHERE granted AND EXISTS (SELECT 1 FROM standing base WHERE base.scope = 'account' AND base.granted) $$;

-- The same after the guardians' switches, which can only take away. This is what routes, rooms and sockets ask.
CREATE FUNCTION effective_scopes(p_child uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH controls AS (
    SELECT bool_and(c.chat_enabled) AS chat, bool_and(c.ai_enabled) AS ai, bool_and(c.live_enabled) AS live
    FROM child_controls c JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' WHERE c.child_id = p_child)
  SELECT COALESCE(array_agg(s.scope ORDER BY s.scope), '{}') FROM unnest(allowed_scopes(p_child)) AS s(scope), controls
    WHERE CASE s.scope WHEN 'messaging' THEN chat IS NOT FALSE WHEN 'ai_processing' THEN ai IS NOT FALSE WHEN 'live_rooms' THEN live IS NOT FALSE ELSE true END $$;

-- the fewest minutes a day that a guardian set; null: no limit
CREATE FUNCTION daily_minutes_of(p_child uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(c.daily_minutes) FROM child_controls c JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active'
    WHERE c.child_id = p_child $$;

-- the account follows the decisions: with \`account\` it is active, without it a child's waits. \`p_said\`: the newest word on \`account\`
CREATE FUNCTION follow_consent(p_child uuid, p_said text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE users u SET
    consent_state = CASE WHEN has.account THEN 'granted' WHEN p_said IS NULL THEN u.consent_state WHEN p_said = 'refused' THEN 'denied' ELSE 'revoked' END,
    status = CASE WHEN has.account AND u.status = 'pending_consent' THEN 'active' WHEN NOT has.account AND u.is_minor AND u.status = 'active' THEN 'pending_consent' ELSE u.status END
  FROM (SELECT 'account' = ANY (allowed_scopes(p_child)) AS account) has WHERE u.id = p_child $$;
CREATE FUNCTION sync_consent_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN PERFORM follow_consent(NEW.child_id, CASE WHEN NEW.scope = 'account' THEN NEW.status END); RETURN NULL; END $$;
CREATE TRIGGER consents_sync AFTER INSERT ON consents FOR EACH ROW EXECUTE FUNCTION sync_consent_state();
-- with a guardian goes the guardian's word
CREATE FUNCTION sync_guardian_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN PERFORM follow_consent(OLD.child_id, CASE WHEN 'account' = ANY (allowed_scopes(OLD.child_id)) THEN NULL ELSE 'revoked' END); RETURN NULL; END $$;
CREATE TRIGGER guardian_links_sync AFTER UPDATE OF status OR DELETE ON guardian_links FOR EACH ROW EXECUTE FUNCTION sync_guardian_consent();

-- [JOIN-6] a learner plays under the account: one seat an account in a session, and the session is one of the own organization.
-- outcome: joined | returned | no-such-pin | other-organization | kicked | locked | full | taken
CREATE UNIQUE INDEX live_participants_account_uq ON live_participants (session_id, user_id) WHERE user_id IS NOT NULL;
CREATE FUNCTION join_session_as(p_user uuid, p_pin text, p_participant uuid, p_nickname text, p_skeleton text, p_locale text, p_device bytea,
  OUT outcome text, OUT session_id uuid, OUT participant_id uuid, OUT nickname text, OUT title text) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE s record; seated record; present bigint; BEGIN
  SELECT l.id, l.org_id, l.title, l.locked, (l.settings->>'cap')::integer AS cap INTO s
    FROM live_pins p JOIN live_sessions l ON l.id = p.session_id
    WHERE p.pin = p_pin AND p.released_at IS NULL AND l.status IN ('lobby', 'running', 'paused');
  IF NOT FOUND THEN outcome := 'no-such-pin'; RETURN; END IF;
  session_id := s.id; title := s.title;
  IF NOT EXISTS (SELECT 1 FROM users u WHERE u.id = p_user AND u.org_id = s.org_id) THEN outcome := 'other-organization'; RETURN; END IF;
  SELECT lp.id, lp.nickname, lp.kicked_at INTO seated FROM live_participants lp WHERE lp.session_id = s.id AND lp.user_id = p_user;
  IF FOUND THEN
    participant_id := seated.id; nickname := seated.nickname; outcome := CASE WHEN seated.kicked_at IS NULL THEN 'returned' ELSE 'kicked' END; RETURN; END IF;
  IF EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = s.id AND lp.device_hash = p_device AND lp.kicked_at IS NOT NULL) THEN
    outcome := 'kicked'; RETURN; END IF;
  IF s.locked THEN outcome := 'locked'; RETURN; END IF;
  SELECT count(*) INTO present FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL;
  IF present >= s.cap AND present - release_untaken_seats(s.id) >= s.cap THEN outcome := 'full'; RETURN; END IF;
  IF EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = s.id AND lp.skeleton = p_skeleton) THEN
    PERFORM release_untaken_seats(s.id);
  END IF;
  INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, locale, device_hash)
    VALUES (p_participant, s.id, p_user, p_nickname, p_skeleton, p_locale, p_device) ON CONFLICT DO NOTHING;
  IF FOUND THEN outcome := 'joined'; participant_id := p_participant; nickname := p_nickname; RETURN; END IF;
  -- two tabs at once: the other one was first
  SELECT lp.id, lp.nickname INTO seated FROM live_participants lp WHERE lp.session_id = s.id AND lp.user_id = p_user;
  IF FOUND THEN outcome := 'returned'; participant_id := seated.id; nickname := seated.nickname; ELSE outcome := 'taken'; END IF;
END $$;

-- time in rooms and lessons, on the learner's own calendar; gives the seconds of that day
CREATE FUNCTION add_activity(p_user uuid, p_seconds integer, p_at timestamptz) RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO activity_days AS a (user_id, day, seconds)
    SELECT p.user_id, (p_at AT TIME ZONE p.timezone)::date, p_seconds FROM user_profiles p WHERE p.user_id = p_user
    ON CONFLICT (user_id, day) DO UPDATE SET seconds = a.seconds + EXCLUDED.seconds
    RETURNING seconds $$;
`;
