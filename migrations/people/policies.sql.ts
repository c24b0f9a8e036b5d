/** Who sees what, said by the database itself. ENABLE and not FORCE: the owner's helper functions must see rows. */
export const policies = `
CREATE OR REPLACE FUNCTION app_has_permission(p_key text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM users u WHERE u.id = app_user_id() AND u.status = 'active') AND (
     EXISTS (SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
       WHERE ur.user_id = app_user_id() AND ur.org_id = app_org_id() AND rp.permission_key = p_key)
     OR EXISTS (SELECT 1 FROM user_permissions up WHERE up.user_id = app_user_id() AND up.org_id = app_org_id() AND up.permission_key = p_key)) $$;

-- the children whose guardian the caller is
CREATE FUNCTION app_visible_children() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT child_id FROM guardian_links WHERE guardian_id = app_user_id() AND status = 'active' $$;
-- the classes that the caller teaches now
CREATE FUNCTION app_taught_groups() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.group_id FROM group_members m JOIN groups g ON g.id = m.group_id
   WHERE m.user_id = app_user_id() AND g.org_id = app_org_id() AND m.role IN ('teacher', 'co_teacher', 'substitute') AND (m.until IS NULL OR m.until > now()) $$;
-- the classes that the caller is in, as whatever
CREATE FUNCTION app_my_groups() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.group_id FROM group_members m JOIN groups g ON g.id = m.group_id
   WHERE m.user_id = app_user_id() AND g.org_id = app_org_id() AND (m.until IS NULL OR m.until > now()) $$;
-- the learners of the caller's own classes
CREATE FUNCTION app_taught_learners() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.user_id FROM group_members m WHERE m.role = 'student' AND m.group_id IN (SELECT app_taught_groups()) $$;
-- everybody of the organization, for those who may see people; nobody otherwise
CREATE FUNCTION app_org_people() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM users WHERE org_id = app_org_id() AND app_has_permission('people.read') $$;
-- whoever has classes of the own here, for those who have some, too: they look for each other to share a class
CREATE FUNCTION app_colleagues() RETURNS TABLE (id uuid, name text, email text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, p.display_name, u.email FROM users u JOIN user_profiles p ON p.user_id = u.id
   WHERE u.org_id = app_org_id() AND u.status = 'active' AND app_has_permission('classes.teach')
     AND EXISTS (SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
       WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND rp.permission_key = 'classes.teach') $$;
-- teachers of the caller's classes, so that a pupil sees their names
CREATE FUNCTION app_my_teachers() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.user_id FROM group_members m WHERE m.role <> 'student' AND m.group_id IN (SELECT app_my_groups()) $$;
-- the other grown-ups of the caller's children
CREATE FUNCTION app_co_guardians() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT guardian_id FROM guardian_links WHERE status = 'active' AND child_id IN (SELECT app_visible_children()) $$;

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['user_permissions', 'known_devices', 'totp_factors', 'auth_identities', 'subjects', 'user_subjects', 'learner_profiles', 'teacher_profiles',
    'guardian_profiles', 'admin_profiles', 'org_settings', 'groups', 'group_members', 'roster_imports', 'consent_ages', 'guardian_links', 'consent_notices', 'consent_requests',
    'consent_forms', 'school_agreements', 'consents', 'child_controls', 'activity_days', 'game_credentials', 'data_keys', 'audit_logs', 'audit_chain', 'retention_rules', 'tombstones',
    'data_requests', 'disclosures', 'breach_records', 'risk_assessments', 'mail_messages'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
  END LOOP; END $$;

-- own data; a guardian's sight of it; a teacher's sight of the own classes' learners; the administration's
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT * FROM (VALUES ('user_subjects', 'user_id'), ('learner_profiles', 'user_id'), ('activity_days', 'user_id')) v(tbl, col) LOOP
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (%I = (SELECT app_user_id()))', t.tbl, t.col);
    EXECUTE format('CREATE POLICY guardian_read ON %I FOR SELECT TO tutti_app USING (%I IN (SELECT app_visible_children()))', t.tbl, t.col);
    EXECUTE format('CREATE POLICY teacher_read ON %I FOR SELECT TO tutti_app USING ((SELECT app_has_permission(''learners.read'')) AND %I IN (SELECT app_taught_learners()))', t.tbl, t.col);
    EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO tutti_app USING (%I IN (SELECT app_org_people()))', t.tbl, t.col);
  END LOOP; END $$;

CREATE POLICY guardian_read ON users FOR SELECT TO tutti_app USING (id IN (SELECT app_visible_children()) OR id IN (SELECT app_co_guardians()));
CREATE POLICY teacher_read ON users FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('learners.read')) AND id IN (SELECT app_taught_learners()));
CREATE POLICY class_mates ON users FOR SELECT TO tutti_app USING (id IN (SELECT app_my_teachers()));

CREATE POLICY own ON user_permissions FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
CREATE POLICY staff_read ON user_permissions FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('people.read')));
CREATE POLICY built_in_or_own_org ON subjects FOR SELECT TO tutti_app USING (org_id IS NULL OR org_id = (SELECT app_org_id()));
CREATE POLICY own ON teacher_profiles FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()) OR user_id IN (SELECT app_org_people()));
CREATE POLICY colleagues ON teacher_profiles FOR SELECT TO tutti_app USING (user_id IN (SELECT id FROM app_colleagues()));
CREATE POLICY own ON guardian_profiles FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
CREATE POLICY own ON admin_profiles FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()) OR user_id IN (SELECT app_org_people()));
CREATE POLICY colleagues ON admin_profiles FOR SELECT TO tutti_app USING (user_id IN (SELECT id FROM app_colleagues()));
CREATE POLICY own_org ON org_settings FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));

CREATE POLICY mine ON groups FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (id IN (SELECT app_my_groups()) OR (SELECT app_has_permission('classes.manage_all'))));
CREATE POLICY taught ON group_members FOR SELECT TO tutti_app USING (
  user_id = (SELECT app_user_id()) OR group_id IN (SELECT app_taught_groups()) OR user_id IN (SELECT app_visible_children())
  OR (group_id IN (SELECT app_my_groups()) AND role <> 'student')
  OR ((SELECT app_has_permission('classes.manage_all')) AND group_id IN (SELECT id FROM groups)));

CREATE POLICY everyone ON consent_ages FOR SELECT TO tutti_app USING (true);
CREATE POLICY both_sides ON guardian_links FOR SELECT TO tutti_app USING (
  guardian_id = (SELECT app_user_id()) OR child_id = (SELECT app_user_id()) OR child_id IN (SELECT app_visible_children()) OR child_id IN (SELECT app_org_people()));
CREATE POLICY own_org ON consent_notices FOR SELECT TO tutti_app USING (org_id IS NULL OR org_id = (SELECT app_org_id()));
CREATE POLICY concerned ON consent_requests FOR SELECT TO tutti_app USING (
  child_id = (SELECT app_user_id()) OR child_id IN (SELECT app_visible_children()) OR (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage'))));
CREATE POLICY reviewers ON consent_forms FOR SELECT TO tutti_app USING (child_id IN (SELECT app_org_people()) AND (SELECT app_has_permission('compliance.manage')));
CREATE POLICY staff_read ON school_agreements FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage')));
CREATE POLICY concerned ON consents FOR SELECT TO tutti_app USING (
  child_id = (SELECT app_user_id()) OR child_id IN (SELECT app_visible_children()) OR (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage'))));
CREATE POLICY concerned ON child_controls FOR SELECT TO tutti_app USING (child_id = (SELECT app_user_id()) OR child_id IN (SELECT app_visible_children()));
CREATE POLICY own ON game_credentials FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
-- a guardian may see which games, not the login: the columns are granted below, the sealed ones to nobody but the job role
CREATE POLICY guardian_read ON game_credentials FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()));

CREATE POLICY auditors ON audit_logs FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('audit.read')));
CREATE POLICY everyone ON retention_rules FOR SELECT TO tutti_app USING (true);
CREATE POLICY concerned ON data_requests FOR SELECT TO tutti_app USING (
  subject_id = (SELECT app_user_id()) OR subject_id IN (SELECT app_visible_children()) OR (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage'))));
CREATE POLICY concerned ON disclosures FOR SELECT TO tutti_app USING (
  subject_id = (SELECT app_user_id()) OR subject_id IN (SELECT app_visible_children()) OR (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage'))));
CREATE POLICY staff_read ON breach_records FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage')));
CREATE POLICY staff_read ON risk_assessments FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('compliance.manage')));

-- a learner and its guardians see what it did in live rooms under the account
CREATE FUNCTION app_watched_participants() RETURNS TABLE (session_id uuid, participant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT lp.session_id, lp.id FROM live_participants lp WHERE lp.user_id = app_user_id() OR lp.user_id IN (SELECT app_visible_children()) $$;
-- of the sessions themselves only the name and the time: the row holds the key of every question
CREATE FUNCTION app_watched_sessions() RETURNS TABLE (session_id uuid, participant_id uuid, user_id uuid, title text, joined_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, lp.id, lp.user_id, s.title, lp.joined_at FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
   WHERE lp.user_id = app_user_id() OR lp.user_id IN (SELECT app_visible_children()) $$;
-- a session that was opened for a class is seen by all its teachers, whoever led it
CREATE OR REPLACE FUNCTION app_hosted_sessions() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM live_sessions WHERE org_id = app_org_id() AND (host_id = app_user_id() OR group_id IN (SELECT app_taught_groups()) OR app_has_permission('sessions.read_all')) $$;
ALTER POLICY open_own ON live_sessions WITH CHECK (host_id = (SELECT app_user_id()) AND org_id = (SELECT app_org_id()) AND (SELECT app_has_permission('sessions.host'))
  AND (group_id IS NULL OR group_id IN (SELECT app_taught_groups())));
CREATE POLICY guardian_read ON live_participants FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()));
CREATE POLICY own_answers ON live_answers FOR SELECT TO tutti_app USING ((session_id, participant_id) IN (SELECT w.session_id, w.participant_id FROM app_watched_participants() w));
`;
