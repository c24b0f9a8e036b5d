import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../states/refusal.tsx';
import { tutti } from '../../tutti.ts';
import { Door } from '../door.tsx';

interface AskedStepProps {
  guardianEmail: string;
  username: string;
  password: string;
}

export function AskedStep({ guardianEmail, username, password }: AskedStepProps) {
  const { t } = useTranslation('account');
  const signIn = useMutation({ mutationFn: () => tutti.signIn({ login: username, password }) });
  return (
    <Door title={t('signUp.askedTitle')}>
      <Stack mt="md" style={{ overflowWrap: 'anywhere' }}>
        <Text role="status">{t('signUp.asked', { email: guardianEmail })}</Text>
        <Text>{t('signUp.askedKeep', { username })}</Text>
        {signIn.error && <Refusal error={signIn.error} />}
        <Button size="lg" loading={signIn.isPending} onClick={() => signIn.mutate()}>
          {t('signUp.askedGo')}
        </Button>
      </Stack>
    </Door>
  );
}
