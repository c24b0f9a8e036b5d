/** Classes: who teaches whom. A row of a person in a class is what a teacher's sight of a learner hangs on. */
export const classes = `
CREATE TABLE groups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  kind text NOT NULL DEFAULT 'class' CHECK (kind IN ('class', 'group', 'cohort', 'team')),
  grade_level text NOT NULL DEFAULT '' CHECK (length(grade_level) <= 20),
  school_year text NOT NULL DEFAULT '' CHECK (length(school_year) <= 20),
  subject_id uuid REFERENCES subjects(id) ON DELETE SET NULL,
  -- with it learners come in by themselves; null: nobody does
  code text UNIQUE CHECK (code ~ '^[A-HJ-NP-Z2-9]{6,8}$'),
  -- of which class this one is the continuation in a new school year
  continues_id uuid REFERENCES groups(id) ON DELETE SET NULL,
  created_by uuid REFERENCES users(id) ON DELETE SET NULL,
  archived_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX groups_org_ix ON groups (org_id, name) WHERE archived_at IS NULL;
CREATE INDEX groups_subject_ix ON groups (subject_id);
CREATE INDEX groups_continues_ix ON groups (continues_id);
CREATE INDEX groups_created_by_ix ON groups (created_by);
CREATE TABLE group_members (
  group_id uuid NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'student' CHECK (role IN ('student', 'teacher', 'co_teacher', 'substitute')),
  -- a substitute teaches until then
  until timestamptz,
  added_by uuid REFERENCES users(id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (group_id, user_id),
  CHECK (until IS NULL OR role = 'substitute')
);
CREATE INDEX group_members_user_ix ON group_members (user_id);
CREATE INDEX group_members_added_by_ix ON group_members (added_by);

ALTER TABLE live_sessions ADD COLUMN group_id uuid REFERENCES groups(id) ON DELETE SET NULL;
CREATE INDEX live_sessions_group_ix ON live_sessions (group_id);

-- A list of pupils that waits to be looked through and confirmed; the rows are sealed and forgotten after a day.
CREATE TABLE roster_imports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  group_id uuid NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
  created_by uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  rows_sealed bytea NOT NULL,
  good_rows integer NOT NULL CHECK (good_rows >= 0),
  bad_rows integer NOT NULL CHECK (bad_rows >= 0),
  confirmed_at timestamptz,
  -- what confirming gave, so that a repeat gives the same
  result jsonb,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX roster_imports_org_ix ON roster_imports (org_id);
CREATE INDEX roster_imports_group_ix ON roster_imports (group_id);
CREATE INDEX roster_imports_created_by_ix ON roster_imports (created_by);
CREATE INDEX roster_imports_expiry_ix ON roster_imports (expires_at);
`;
