import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Door } from './door.tsx';

export function LookIntoMail({ text, children }: { text: string; children: ReactNode }) {
  const { t } = useTranslation('account');
  return (
    <Door title={t('signIn.sentTitle')}>
      <Stack mt="md">
        <Text role="status" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
        {children}
      </Stack>
    </Door>
  );
}
