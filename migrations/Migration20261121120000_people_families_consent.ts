import { Migration } from '@mikro-orm/migrations';
import { classes } from './people/classes.sql.ts';
import { family } from './people/family.sql.ts';
import { grants } from './people/grants.sql.ts';
import { identity } from './people/identity.sql.ts';
import { notice } from './people/notice.sql.ts';
import { policies } from './people/policies.sql.ts';
import { records } from './people/records.sql.ts';
import { retention } from './people/retention.sql.ts';

/** Accounts for everybody, classes, families and their consent, and the records that prove what was done. */
export class Migration20261121120000_people_families_consent extends Migration {
  override up(): void {
    for (const part of [identity, classes, family, records, retention, policies, grants, notice])
      this.addSql(part);
  }

  override down(): void {
    this.addSql(takenBack);
  }
}

const takenBack = `
DROP POLICY guardian_read ON users; DROP POLICY teacher_read ON users; DROP POLICY class_mates ON users;
DROP POLICY guardian_read ON live_participants; DROP POLICY own_answers ON live_answers;
DROP TABLE mail_messages, risk_assessments, breach_records, disclosures, data_requests, tombstones, retention_rules, audit_chain, audit_logs, data_keys,
  game_credentials, activity_days, child_controls, consents, school_agreements, consent_forms, consent_requests, consent_notices, guardian_links, consent_ages,
  roster_imports, org_settings, admin_profiles, guardian_profiles, teacher_profiles, learner_profiles, user_subjects, auth_identities, totp_factors, known_devices, user_permissions CASCADE;
ALTER POLICY open_own ON live_sessions WITH CHECK (host_id = (SELECT app_user_id()) AND org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('sessions.host')));
CREATE OR REPLACE FUNCTION app_hosted_sessions() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM live_sessions WHERE org_id = app_org_id() AND (host_id = app_user_id() OR app_has_permission('sessions.read_all')) $$;
ALTER TABLE live_sessions DROP COLUMN group_id;
DROP TABLE group_members, groups, subjects CASCADE;
DROP TRIGGER organizations_settings ON organizations;
DROP INDEX live_participants_account_uq;
DROP FUNCTION add_activity(uuid, integer, timestamptz), join_session_as(uuid, text, uuid, text, text, text, bytea), app_watched_sessions(), app_watched_participants(), app_co_guardians(), app_my_teachers(), app_colleagues(), app_org_people(), app_taught_learners(), app_my_groups(), app_taught_groups(), app_visible_children(),
  drop_audit_months(date), ensure_audit_months(date, integer), forbid_change(), chain_audit(), sync_guardian_consent(), sync_consent_state(), follow_consent(uuid, text), daily_minutes_of(uuid), effective_scopes(uuid), allowed_scopes(uuid), settings_for_organization();
DROP FUNCTION IF EXISTS audit_text(audit_logs);

CREATE OR REPLACE FUNCTION app_has_permission(p_key text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
     SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id JOIN users u ON u.id = ur.user_id
     WHERE ur.user_id = app_user_id() AND ur.org_id = app_org_id() AND rp.permission_key = p_key AND u.status = 'active') $$;

CREATE OR REPLACE FUNCTION purge_expired_auth() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint; m bigint; BEGIN
  DELETE FROM auth_sessions WHERE expires_at < now() - interval '1 day'; GET DIAGNOSTICS n = ROW_COUNT;
  DELETE FROM auth_tokens WHERE expires_at < now() - interval '30 days'; GET DIAGNOSTICS m = ROW_COUNT;
  RETURN n + m; END $$;

DELETE FROM permissions WHERE key IN ('people.manage', 'classes.teach', 'classes.manage_all', 'learners.read', 'settings.manage', 'compliance.manage', 'audit.read', 'content.review');
DELETE FROM auth_tokens WHERE purpose IN ('consent_confirm', 'roster_card');
ALTER TABLE auth_tokens DROP CONSTRAINT auth_tokens_purpose_check, ADD CONSTRAINT auth_tokens_purpose_check
  CHECK (purpose IN ('setup', 'email_verify', 'password_reset', 'account_invite', 'guardian_invite', 'consent', 'magic_link', 'email_change'));
UPDATE auth_sessions SET revoke_reason = 'admin' WHERE revoke_reason IN ('everywhere', 'role_change', 'deactivated', 'erased');
ALTER TABLE auth_sessions DROP CONSTRAINT auth_sessions_revoke_reason_check, ADD CONSTRAINT auth_sessions_revoke_reason_check
  CHECK (revoke_reason IN ('logout', 'reuse', 'admin', 'password_change', 'consent_revoked'));
ALTER TABLE user_profiles DROP COLUMN first_name, DROP COLUMN last_name;
ALTER TABLE users DROP COLUMN email_verified_at, DROP COLUMN birth_month, DROP COLUMN country, DROP COLUMN is_minor, DROP COLUMN consent_state, DROP COLUMN origin,
  DROP COLUMN approved_by, DROP COLUMN approved_at, DROP COLUMN erase_after;
`;
