/** Who somebody is, how they prove it, and what an organization lets them do. */
export const identity = `
ALTER TABLE users
  ADD COLUMN email_verified_at timestamptz,
  -- a child's birthday is kept to the month: always the first day
  ADD COLUMN birth_month date CHECK (extract(day FROM birth_month) = 1),
  -- ISO 3166-1; where it is unknown the organization's country decides the age of consent
  ADD COLUMN country char(2) CHECK (country ~ '^[A-Z]{2}$'),
  ADD COLUMN is_minor boolean NOT NULL DEFAULT false,
  -- kept by a trigger on consents
  ADD COLUMN consent_state text NOT NULL DEFAULT 'not_required' CHECK (consent_state IN ('not_required', 'pending', 'granted', 'denied', 'revoked')),
  ADD COLUMN origin text NOT NULL DEFAULT 'invitation' CHECK (origin IN ('setup', 'invitation', 'sign_up', 'class_code', 'roster', 'card', 'guardian', 'oidc')),
  ADD COLUMN approved_by uuid REFERENCES users(id) ON DELETE SET NULL,
  ADD COLUMN approved_at timestamptz,
  -- pupils of printed cards are forgotten by themselves
  ADD COLUMN erase_after timestamptz,
  -- of a pupil with a printed card nothing is known
  ADD CONSTRAINT users_minor_ck CHECK (NOT is_minor OR birth_month IS NOT NULL OR origin = 'card');
CREATE INDEX users_approved_by_ix ON users (approved_by);
CREATE INDEX users_pending_approval_ix ON users (org_id) WHERE status = 'pending_approval';
CREATE INDEX users_erase_after_ix ON users (erase_after) WHERE erase_after IS NOT NULL;

ALTER TABLE user_profiles
  ADD COLUMN first_name text CHECK (length(first_name) <= 100),
  ADD COLUMN last_name text CHECK (length(last_name) <= 100);

-- rights given to one person beyond those of the roles
CREATE TABLE user_permissions (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  permission_key text NOT NULL REFERENCES permissions(key) ON DELETE CASCADE,
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  granted_by uuid REFERENCES users(id) ON DELETE SET NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, permission_key, org_id)
);
CREATE INDEX user_permissions_org_ix ON user_permissions (org_id);
CREATE INDEX user_permissions_granted_by_ix ON user_permissions (granted_by);
CREATE INDEX user_permissions_key_ix ON user_permissions (permission_key);

INSERT INTO permissions (key, description) VALUES
  ('people.manage', 'Change accounts and roles, suspend, approve'),
  ('classes.teach', 'Have classes of the own: make them, fill them, archive them'),
  ('classes.manage_all', 'Change every class of the organization'),
  ('learners.read', 'See the learners of the own classes'),
  ('settings.manage', 'Change the settings of the organization'),
  ('compliance.manage', 'Answer data requests, review consent forms, keep agreements and records'),
  ('audit.read', 'Search the audit log'),
  ('content.review', 'Review what others made or wrote');
INSERT INTO role_permissions (role_id, permission_key)
  SELECT r.id, p.key FROM roles r JOIN permissions p ON
    (r.key = 'teacher' AND p.key IN ('classes.teach', 'learners.read')) OR
    (r.key = 'moderator' AND p.key = 'content.review') OR
    (r.key IN ('admin', 'super_admin') AND p.key IN ('people.manage', 'classes.teach', 'classes.manage_all', 'learners.read', 'settings.manage',
      'compliance.manage', 'audit.read', 'content.review'));


ALTER TABLE auth_tokens DROP CONSTRAINT auth_tokens_purpose_check,
  ADD CONSTRAINT auth_tokens_purpose_check CHECK (purpose IN ('setup', 'email_verify', 'password_reset', 'account_invite', 'guardian_invite', 'consent', 'consent_confirm',
    'magic_link', 'email_change', 'roster_card'));

ALTER TABLE auth_sessions DROP CONSTRAINT auth_sessions_revoke_reason_check,
  ADD CONSTRAINT auth_sessions_revoke_reason_check CHECK (revoke_reason IN ('logout', 'everywhere', 'reuse', 'admin', 'password_change', 'role_change', 'deactivated', 'consent_revoked', 'erased'));

-- also what a sign-up left that nobody confirmed
CREATE OR REPLACE FUNCTION purge_expired_auth() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; m bigint; k bigint; BEGIN
  DELETE FROM auth_sessions WHERE expires_at < now() - interval '1 day'; GET DIAGNOSTICS n = ROW_COUNT;
  DELETE FROM auth_tokens WHERE expires_at < now() - interval '30 days'; GET DIAGNOSTICS m = ROW_COUNT;
  UPDATE auth_tokens SET payload = '{}' WHERE purpose = 'email_verify' AND expires_at < now() AND payload <> '{}';
  DELETE FROM users u WHERE u.status = 'pending_verification' AND u.origin IN ('sign_up', 'class_code') AND u.created_at < now() - interval '14 days'
    AND NOT EXISTS (SELECT 1 FROM auth_tokens t WHERE t.user_id = u.id AND t.used_at IS NULL AND t.expires_at > now());
  GET DIAGNOSTICS k = ROW_COUNT;
  RETURN n + m + k; END $$;

-- [AUT-2] a browser that somebody has signed in on before is not locked out by a stranger's guesses
CREATE TABLE known_devices (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  device_hash bytea NOT NULL CHECK (octet_length(device_hash) = 32),
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, device_hash)
);

-- [AUT-6] a second factor by RFC 6238; the secret is sealed by the application
CREATE TABLE totp_factors (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  secret_sealed bytea NOT NULL,
  confirmed_at timestamptz,
  -- the last time step that was accepted: a code counts once
  last_step bigint NOT NULL DEFAULT 0,
  recovery_hashes bytea[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auth_identities (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  provider text NOT NULL,
  provider_account_id text NOT NULL,
  refresh_token_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider, provider_account_id)
);
CREATE INDEX auth_identities_user_ix ON auth_identities (user_id);

CREATE TABLE subjects (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  i18n jsonb NOT NULL DEFAULT '{}',
  UNIQUE NULLS NOT DISTINCT (org_id, slug)
);
INSERT INTO subjects (slug, name, i18n) VALUES
  ('artificial-intelligence', 'Artificial intelligence', '{"es":{"name":"Inteligencia artificial"}}'),
  ('computer-science', 'Computer science', '{"es":{"name":"Informática"}}'),
  ('mathematics', 'Mathematics', '{"es":{"name":"Matemáticas"}}'),
  ('science', 'Science', '{"es":{"name":"Ciencias"}}'),
  ('languages', 'Languages', '{"es":{"name":"Lenguas"}}'),
  ('social-studies', 'Social studies', '{"es":{"name":"Ciencias sociales"}}'),
  ('arts', 'Arts', '{"es":{"name":"Arte"}}'),
  ('media-literacy', 'Media literacy', '{"es":{"name":"Educación mediática"}}');
CREATE TABLE user_subjects (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  subject_id uuid NOT NULL REFERENCES subjects(id) ON DELETE CASCADE,
  relation text NOT NULL CHECK (relation IN ('studies', 'weak', 'teaches')),
  grade_level text NOT NULL DEFAULT '' CHECK (length(grade_level) <= 20),
  PRIMARY KEY (user_id, subject_id, relation, grade_level)
);
CREATE INDEX user_subjects_subject_ix ON user_subjects (subject_id);

CREATE TABLE learner_profiles (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  grade_level text NOT NULL DEFAULT '' CHECK (length(grade_level) <= 20),
  section text CHECK (length(section) <= 20),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE teacher_profiles (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  department text CHECK (length(department) <= 100),
  teaching_experience_years smallint CHECK (teaching_experience_years BETWEEN 0 AND 80),
  specializations text[] NOT NULL DEFAULT '{}' CHECK (cardinality(specializations) <= 10),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE guardian_profiles (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  phone_sealed bytea,
  address_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- no level of access: roles and rights alone decide what an administrator may do, and a second word would sooner or later say something else
CREATE TABLE admin_profiles (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  department text CHECK (length(department) <= 100),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE org_settings (
  org_id uuid PRIMARY KEY REFERENCES organizations(id) ON DELETE CASCADE,
  country char(2) CHECK (country ~ '^[A-Z]{2}$'),
  -- overrides the country's age
  consent_age smallint CHECK (consent_age BETWEEN 0 AND 18),
  min_age smallint NOT NULL DEFAULT 7 CHECK (min_age BETWEEN 3 AND 99),
  max_age smallint CHECK (max_age <= 120),
  -- whether learners and guardians may make accounts by themselves, without an invitation, a class list, a class code or a card
  open_sign_up boolean NOT NULL DEFAULT true,
  require_approval boolean NOT NULL DEFAULT false,
  enforce_sso boolean NOT NULL DEFAULT false,
  teacher_totp_required boolean NOT NULL DEFAULT false,
  card_days smallint NOT NULL DEFAULT 200 CHECK (card_days BETWEEN 1 AND 400),
  log_retention_days integer NOT NULL DEFAULT 365 CHECK (log_retention_days BETWEEN 30 AND 3650),
  -- who answers for children's data here
  coordinator_name text CHECK (length(coordinator_name) <= 100),
  coordinator_email text CHECK (coordinator_email = lower(coordinator_email) AND length(coordinator_email) <= 254),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (max_age IS NULL OR max_age >= min_age)
);
INSERT INTO org_settings (org_id) SELECT id FROM organizations;
CREATE FUNCTION settings_for_organization() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN INSERT INTO org_settings (org_id) VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER organizations_settings AFTER INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION settings_for_organization();
`;
