import { normaliseNickname } from '../../domain/nickname/nickname.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { isUnkind } from './unkind-names.ts';

/** [JOIN-4] A name that others will read, as it is shown; refuses with the rule that it breaks. */
export function kindNickname(wanted: string): { nickname: string; skeleton: string } {
  const name = normaliseNickname(wanted);
  if (!name.ok) throw new AppError(name.code);
  requireKind(name.nickname);
  return name;
}

export function requireKind(text: string): void {
  if (isUnkind(text)) throw new AppError('nickname/unkind');
}
