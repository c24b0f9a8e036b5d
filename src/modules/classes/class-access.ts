import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { type ClassRow, readClass } from './class-rows.ts';

/** `teaches`: whoever teaches it now. `leads`: its teachers, not those who stand in or help. Administrators do both. */
export type ClassRight = 'teaches' | 'leads';

/** The class, if the database shows it to the caller and the caller may change it in this way. */
export async function requireClass(
  db: Database,
  caller: SignedInCaller,
  id: string,
  right: ClassRight,
  { evenArchived = false } = {},
): Promise<ClassRow> {
  const row = await db.asCaller(caller, (em) => readClass(em, id, caller.userId));
  const manages = caller.permissions.has('classes.manage_all');
  const may =
    manages || (right === 'leads' ? row.role === 'teacher' : row.role !== null && row.role !== 'student');
  if (!may || !caller.permissions.has('classes.teach'))
    throw new AppError('auth/forbidden', 'This is for the teachers of the class.');
  if (row.archived_at && !evenArchived)
    throw new AppError('class/archived', 'The class is put away. Take it out first.');
  return row;
}
