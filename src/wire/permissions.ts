/** Everything that somebody can be given a right to. */
export const permissionKeys = [
  'missions.read',
  'missions.write',
  'missions.write_all',
  'sessions.host',
  'sessions.read_all',
  'people.read',
  'people.invite',
  'people.manage',
  'classes.teach',
  'classes.manage_all',
  'learners.read',
  'settings.manage',
  'compliance.manage',
  'audit.read',
  'content.review',
] as const;
export type PermissionKey = (typeof permissionKeys)[number];
