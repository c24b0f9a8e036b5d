/** What each role may do at all. The request role writes nothing here: changes pass through services that check and audit them. */
export const grants = `
GRANT SELECT, INSERT, UPDATE, DELETE ON user_permissions, known_devices, totp_factors, auth_identities, subjects, user_subjects, learner_profiles, teacher_profiles,
  guardian_profiles, admin_profiles, org_settings, groups, group_members, roster_imports, consent_ages, guardian_links, consent_notices, consent_requests,
  consent_forms, school_agreements, child_controls, activity_days, game_credentials, data_keys, data_requests, disclosures, breach_records, risk_assessments, mail_messages TO tutti_worker;
-- appended only, for everybody; a person who is erased takes the consents along by the foreign key
GRANT SELECT, INSERT ON consents, audit_logs, tombstones TO tutti_worker;
GRANT SELECT ON audit_chain, retention_rules TO tutti_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tutti_worker;

GRANT SELECT ON user_permissions, subjects, user_subjects, learner_profiles, teacher_profiles, admin_profiles, org_settings, groups, group_members, consent_ages,
  guardian_links, consent_notices, school_agreements, consents, child_controls, activity_days, audit_logs, retention_rules, data_requests, disclosures, breach_records,
  risk_assessments TO tutti_app;
GRANT INSERT (group_id) ON live_sessions TO tutti_app;
GRANT SELECT (id, org_id, child_id, method, locale, notice_version, status, decisions, reminded_at, expires_at, created_at, updated_at) ON consent_requests TO tutti_app;
GRANT SELECT (id, request_id, child_id, mime_type, byte_size, decisions, status, reviewed_by, reviewed_at, reason, created_at) ON consent_forms TO tutti_app;
GRANT SELECT (id, user_id, game_name, last_revealed_at, created_at, updated_at) ON game_credentials TO tutti_app;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_visible_children(), app_taught_groups(), app_my_groups(), app_taught_learners(), app_org_people(), app_colleagues(), app_my_teachers(), app_co_guardians(),
  app_watched_participants(), app_watched_sessions() TO tutti_app;
GRANT EXECUTE ON FUNCTION allowed_scopes(uuid), effective_scopes(uuid), daily_minutes_of(uuid), add_activity(uuid, integer, timestamptz),
  join_session_as(uuid, text, uuid, text, text, text, bytea), audit_text(audit_logs), ensure_audit_months(date, integer), drop_audit_months(date) TO tutti_worker;
`;
