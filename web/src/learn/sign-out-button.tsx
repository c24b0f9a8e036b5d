import { Button, type ButtonProps } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../desk/account/account.tsx';

/** With one press: a tablet goes from hand to hand. */
export function SignOutButton({ size }: Pick<ButtonProps, 'size'>) {
  const { t } = useTranslation('account');
  const { signOut } = useSignedIn();
  return (
    <Button
      variant="default"
      {...(size && { size })}
      leftSection={<IconLogout aria-hidden />}
      onClick={() => void signOut()}
    >
      {t('account.signOut')}
    </Button>
  );
}
