import type { Me } from '@tutti/client';
import type { GrownUp, Relationship } from '@tutti/client/admin';
import { useState } from 'react';
import { isGuardian, isStaff, useAccount } from '../../desk/account/account.tsx';
import { type FieldRule, filled, newPassword } from '../../desk/account/field-rules.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import { useLanguage } from '../../desk/language.ts';

const nothing: FieldRule = () => null;

/** On a family's tablet the child is often signed in still: that is not who answers. */
const mayAnswer = (me: Me) => !me.isMinor && (isGuardian(me) || isStaff(me));

/** Who answers for a child: somebody signed in, the account that has the address, or a new one. */
export function useGrownUp({ hasAccount }: { hasAccount: boolean }) {
  const account = useAccount();
  const locale = useLanguage();
  const me = account.state === 'signedIn' && mayAnswer(account.me) ? account.me : null;
  const mode = me ? 'signedIn' : hasAccount ? 'known' : 'new';
  const [relationship, setRelationship] = useState<Relationship>('parent');
  const fields = useFields({
    displayName: mode === 'new' ? filled(100) : nothing,
    password: mode === 'new' ? newPassword : mode === 'known' ? filled(200) : nothing,
  });
  const { displayName, password } = fields.values;
  const entry: GrownUp = {
    relationship,
    locale,
    ...(mode === 'new' && { displayName: displayName.trim() }),
    ...(mode !== 'signedIn' && { password }),
  };
  return { mode, me, fields, relationship, setRelationship, entry };
}

export type GrownUpForm = ReturnType<typeof useGrownUp>;
