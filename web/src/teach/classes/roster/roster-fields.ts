import type { RosterField } from '@tutti/client/admin';

/** In the order of the template. */
export const rosterFields: readonly RosterField[] = [
  'firstName',
  'lastName',
  'birthMonth',
  'username',
  'email',
  'gradeLevel',
  'section',
  'guardianEmail',
  'guardianLocale',
];
