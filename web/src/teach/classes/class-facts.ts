import type { SchoolClass } from '@tutti/client/admin';

/** Grade, year and subject in one line; empty when nothing is known. */
export const classFacts = ({ gradeLevel, schoolYear, subject }: SchoolClass): string =>
  [gradeLevel, schoolYear, subject?.name].filter(Boolean).join(' · ');
