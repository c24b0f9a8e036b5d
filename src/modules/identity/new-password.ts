import type { Passwords } from '../../platform/crypto/passwords.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { type AboutPerson, weakness } from './password.rules.ts';

/** Hashes a password that a person chose; refuses one that is too easy. */
export async function hashNewPassword(
  passwords: Passwords,
  password: string,
  person: AboutPerson,
): Promise<string> {
  const problem = weakness(password, person);
  if (problem) throw new AppError('auth/weak-password', problem);
  return passwords.hash(password);
}
