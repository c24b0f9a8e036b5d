import { Alert, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf, sentenceFor } from './problem.ts';

/** What the server refused, in a sentence, and small below it the code for whoever helps. */
export function Refusal({ error, children }: { error: unknown; children?: ReactNode }) {
  const { t } = useTranslation('account');
  const code = codeOf(error);
  return (
    <Alert color="wrong" role="alert">
      {t(`states.errors.${sentenceFor(error)}`)}
      {children}
      {code && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('states.code', { code })}
        </Text>
      )}
    </Alert>
  );
}
