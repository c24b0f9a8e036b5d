/** What proves it: audit log, retention, erasure, requests, disclosures, breaches; keys and mail. */
export const records = `
-- [DAT-2] keys that seal the rows of one organization, each wrapped by a master key that never stands in the database
CREATE TABLE data_keys (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  wrapped bytea NOT NULL,
  master_key_id text NOT NULL,
  retired_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX data_keys_current_uq ON data_keys (org_id) WHERE retired_at IS NULL;

-- [DAT-3] ids and names of fields, never a personal value; so erasing a person leaves it whole. No foreign keys for the same reason.
CREATE TABLE audit_logs (
  id bigint GENERATED ALWAYS AS IDENTITY,
  org_id uuid,
  actor_id uuid,
  actor_label text NOT NULL CHECK (actor_label IN ('person', 'system', 'anonymous', 'command')),
  on_behalf_of uuid,
  action text NOT NULL CHECK (action ~ '^[a-z_]+(\\.[a-z_]+)+$' AND length(action) <= 100),
  entity_type text NOT NULL CHECK (length(entity_type) <= 60),
  entity_id text CHECK (length(entity_id) <= 100),
  -- field -> {"before": …, "after": …}; of a personal field only {"changed": true}
  changes jsonb NOT NULL DEFAULT '{}',
  request_id text CHECK (length(request_id) <= 100),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (created_at, id)
) PARTITION BY RANGE (created_at);
CREATE INDEX audit_logs_actor_ix ON audit_logs (actor_id, created_at DESC);
CREATE INDEX audit_logs_action_ix ON audit_logs (org_id, action, created_at DESC);
CREATE INDEX audit_logs_entity_ix ON audit_logs (entity_type, entity_id);
CREATE INDEX audit_logs_org_ix ON audit_logs (org_id, created_at DESC, id DESC);

-- One chain a month: dropping an expired month breaks none. Filled at commit, so that a long transaction holds nobody up.
CREATE TABLE audit_chain (
  month date NOT NULL,
  seq bigint NOT NULL,
  audit_id bigint NOT NULL,
  audit_at timestamptz NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (month, seq)
);
CREATE UNIQUE INDEX audit_chain_entry_uq ON audit_chain (month, audit_id);

CREATE FUNCTION audit_text(a audit_logs) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS
$$ SELECT jsonb_build_array(a.id, a.org_id, a.actor_id, a.actor_label, a.on_behalf_of, a.action, a.entity_type, a.entity_id, a.changes, a.request_id, a.created_at)::text $$;

CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE m date := date_trunc('month', NEW.created_at)::date; last audit_chain; BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_chain'), hashtext(m::text));
  SELECT * INTO last FROM audit_chain WHERE month = m ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_chain (month, seq, audit_id, audit_at, hash)
    VALUES (m, COALESCE(last.seq, 0) + 1, NEW.id, NEW.created_at, sha256(COALESCE(last.hash, ''::bytea) || convert_to(audit_text(NEW), 'UTF8')));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_logs_chain AFTER INSERT ON audit_logs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit();

CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE ON audit_logs FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER audit_chain_append_only BEFORE UPDATE ON audit_chain FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER consents_append_only BEFORE UPDATE ON consents FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.* AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id
  AND NEW.agreement_id IS NOT DISTINCT FROM OLD.agreement_id) EXECUTE FUNCTION forbid_change();

-- the default partition means that an entry never fails; the nightly job keeps three months ahead
CREATE FUNCTION ensure_audit_months(p_from date, p_months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d date; child text; n integer := 0; BEGIN
  FOR i IN 0 .. p_months - 1 LOOP
    d := (date_trunc('month', p_from) + make_interval(months => i))::date; child := 'audit_logs_' || to_char(d, 'YYYY_MM');
    -- a month that began in the default partition, because no job ran before it, stays there
    IF to_regclass(child) IS NULL AND NOT EXISTS (SELECT 1 FROM audit_logs_default a
        WHERE a.created_at >= d::timestamp AT TIME ZONE 'UTC' AND a.created_at < (d + interval '1 month')::timestamp AT TIME ZONE 'UTC') THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF audit_logs FOR VALUES FROM (%L) TO (%L)', child, d::timestamp AT TIME ZONE 'UTC', (d + interval '1 month')::timestamp AT TIME ZONE 'UTC');
      n := n + 1;
    END IF;
  END LOOP;
  RETURN n;
END $$;
-- months that are older than they may be go as a whole, with their chain
CREATE FUNCTION drop_audit_months(p_before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r record; n integer := 0; BEGIN
  FOR r IN SELECT c.relname, to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'audit_logs'::regclass AND c.relname ~ '^audit_logs_[0-9]{4}_[0-9]{2}$' LOOP
    IF r.month + interval '1 month' <= p_before THEN
      EXECUTE format('DROP TABLE %I', r.relname); DELETE FROM audit_chain WHERE month = r.month; n := n + 1;
    END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM audit_logs_default WHERE created_at < date_trunc('month', p_before)::timestamp AT TIME ZONE 'UTC') THEN
    ALTER TABLE audit_logs_default DISABLE TRIGGER audit_logs_append_only;
    DELETE FROM audit_logs_default WHERE created_at < date_trunc('month', p_before)::timestamp AT TIME ZONE 'UTC';
    ALTER TABLE audit_logs_default ENABLE TRIGGER audit_logs_append_only;
    DELETE FROM audit_chain WHERE month < date_trunc('month', p_before)::date;
    n := n + 1;
  END IF;
  RETURN n;
END $$;
CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;
SELECT ensure_audit_months(current_date, 4);

-- [CON-7] why a table with personal data exists and how long its rows stay
CREATE TABLE retention_rules (
  table_name text PRIMARY KEY,
  purpose text NOT NULL CHECK (length(purpose) BETWEEN 10 AND 300),
  need text NOT NULL CHECK (length(need) BETWEEN 10 AND 300),
  -- counted from what \`counted_from\` names; null: as long as the account or the organization
  days integer CHECK (days > 0),
  counted_from text NOT NULL
);

-- [CON-6] whoever was erased stays erased, also after a backup of an earlier day was restored
CREATE TABLE tombstones (
  user_id uuid PRIMARY KEY,
  org_id uuid,
  reason text NOT NULL CHECK (reason IN ('guardian', 'own_wish', 'no_consent', 'card_expired', 'administrator', 'retention')),
  erased_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE data_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  -- no foreign keys: that a request was fulfilled is proven after the person is gone
  subject_id uuid NOT NULL,
  requested_by uuid,
  kind text NOT NULL CHECK (kind IN ('access', 'export', 'rectify', 'restrict', 'erase')),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'rejected', 'cancelled')),
  due_at timestamptz NOT NULL,
  note text CHECK (length(note) <= 1000),
  answer text CHECK (length(answer) <= 1000),
  answered_by uuid,
  completed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status = 'open') = (completed_at IS NULL))
);
CREATE INDEX data_requests_org_ix ON data_requests (org_id, status, due_at);
CREATE INDEX data_requests_subject_ix ON data_requests (subject_id);

-- [CON-9] FERPA: to whom what of a learner was shown, and why
CREATE TABLE disclosures (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  subject_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 1 AND 200),
  interest text NOT NULL CHECK (length(interest) BETWEEN 1 AND 500),
  fields text[] NOT NULL CHECK (cardinality(fields) BETWEEN 1 AND 50),
  disclosed_by uuid REFERENCES users(id) ON DELETE SET NULL,
  disclosed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX disclosures_org_ix ON disclosures (org_id, disclosed_at DESC);
CREATE INDEX disclosures_subject_ix ON disclosures (subject_id);
CREATE INDEX disclosures_disclosed_by_ix ON disclosures (disclosed_by);

-- a breach starts a clock of 72 h
CREATE TABLE breach_records (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  discovered_at timestamptz NOT NULL,
  notify_by timestamptz NOT NULL,
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 4000),
  affected text NOT NULL DEFAULT '' CHECK (length(affected) <= 2000),
  measures text NOT NULL DEFAULT '' CHECK (length(measures) <= 4000),
  authority_notified_at timestamptz,
  closed_at timestamptz,
  recorded_by uuid REFERENCES users(id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (notify_by = discovered_at + interval '72 hours')
);
CREATE INDEX breach_records_org_ix ON breach_records (org_id, discovered_at DESC);
CREATE INDEX breach_records_recorded_by_ix ON breach_records (recorded_by);

CREATE TABLE risk_assessments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  done_on date NOT NULL,
  next_due_on date NOT NULL,
  summary text NOT NULL CHECK (length(summary) BETWEEN 1 AND 8000),
  recorded_by uuid REFERENCES users(id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (next_due_on > done_on)
);
CREATE INDEX risk_assessments_org_ix ON risk_assessments (org_id, done_on DESC);
CREATE INDEX risk_assessments_recorded_by_ix ON risk_assessments (recorded_by);

-- A message waits here until it has left; address, words and links are sealed and wiped once it is delivered.
CREATE TABLE mail_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  -- whom it is about, so that it goes when the person goes
  user_id uuid REFERENCES users(id) ON DELETE CASCADE,
  template text NOT NULL CHECK (length(template) <= 60),
  locale text NOT NULL,
  content_sealed bytea,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'kept', 'bounced', 'failed')),
  attempts smallint NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL DEFAULT now(),
  provider_id text,
  error_code text CHECK (length(error_code) <= 100),
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX mail_messages_org_ix ON mail_messages (org_id, id DESC);
CREATE INDEX mail_messages_user_ix ON mail_messages (user_id);
CREATE INDEX mail_messages_waiting_ix ON mail_messages (next_try_at) WHERE status = 'waiting';
CREATE INDEX mail_messages_provider_ix ON mail_messages (provider_id) WHERE provider_id IS NOT NULL;

DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.column_name = 'updated_at'
      AND NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgname = c.table_name || '_set_updated_at') LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION set_updated_at()', t || '_set_updated_at', t);
  END LOOP; END $$;
`;
