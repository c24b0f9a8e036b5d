import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { accounts } from '../tutti.ts';

/** Once a minute is enough; the server counts as well. */
export function ResendVerification({ email }: { email: string }) {
  const { t } = useTranslation('account');
  const resend = useMutation({ mutationFn: () => accounts.resendVerification(email) });
  return (
    <div role="status">
      {resend.isSuccess ? (
        t('verify.resent', { email })
      ) : (
        <Button
          variant="default"
          size="sm"
          mt="xs"
          loading={resend.isPending}
          onClick={() => resend.mutate()}
        >
          {t('verify.resend')}
        </Button>
      )}
    </div>
  );
}
