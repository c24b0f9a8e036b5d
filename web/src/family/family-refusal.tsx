import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../desk/states/problem.ts';
import { Refusal } from '../desk/states/refusal.tsx';

const sentences = {
  'consent/link-invalid': 'linkInvalid',
  'consent/scope-not-allowed': 'scopeNotAllowed',
  'consent/method-not-allowed': 'methodNotAllowed',
  'consent/not-guardian': 'notGuardian',
  'child/not-found': 'childGone',
  'upload/too-large': 'tooLarge',
  'request/too-large': 'tooLarge',
  'upload/kind-not-allowed': 'kindNotAllowed',
  'user/email-taken': 'accountThere',
  'auth/wrong-credentials': 'wrongPassword',
  'auth/wrong-password': 'wrongPassword',
  'auth/required': 'signInAgain',
} as const;

const isKnown = (code: string | null): code is keyof typeof sentences => code !== null && code in sentences;

/** Refusals that only these pages meet, in a sentence; all others as everywhere. */
export function FamilyRefusal({ error }: { error: unknown }) {
  const { t } = useTranslation(['family', 'account']);
  const code = codeOf(error);
  if (!isKnown(code)) return <Refusal error={error} />;
  return (
    <Alert color="wrong" role="alert">
      {t(`errors.${sentences[code]}`)}
      <Text size="xs" c="dimmed" mt={4}>
        {t('account:states.code', { code })}
      </Text>
    </Alert>
  );
}
