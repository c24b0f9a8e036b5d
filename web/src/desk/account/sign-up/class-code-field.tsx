import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type FieldRule, filled, optional } from '../field-rules.ts';
import type { Fields } from '../use-fields.ts';

export const classCodeRule = (needed: boolean): FieldRule => (needed ? filled(20) : optional(20));

export function ClassCodeField({ bound, needed }: { bound: ReturnType<Fields['bind']>; needed: boolean }) {
  const { t } = useTranslation('account');
  return (
    <TextInput
      {...bound}
      label={t(needed ? 'signUp.classCodeNeeded' : 'signUp.classCode')}
      description={t('signUp.classCodeHint')}
      autoComplete="off"
      autoCapitalize="characters"
    />
  );
}
