import type { RoleKey } from '@tutti/client';
import type { Person } from '@tutti/client/admin';

/** In the order of how many have them. */
export const roles: readonly RoleKey[] = [
  'student',
  'teacher',
  'guardian',
  'content_creator',
  'moderator',
  'admin',
  'super_admin',
];

export const statuses: readonly Person['status'][] = [
  'active',
  'pending_verification',
  'pending_consent',
  'pending_approval',
  'suspended',
];

export const statusTone: Record<Person['status'], string> = {
  active: 'right',
  pending_verification: 'caution',
  pending_consent: 'caution',
  pending_approval: 'caution',
  suspended: 'gray',
};
