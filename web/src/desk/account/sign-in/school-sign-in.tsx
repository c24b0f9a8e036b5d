import { Button, Divider, Stack } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ProviderSignUp } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { security } from '../../tutti.ts';

/** Only where the school has a sign-in of its own. `signUp`: what somebody becomes who has no account yet. */
export function SchoolSignIn({ signUp }: { signUp?: ProviderSignUp }) {
  const { t } = useTranslation('account');
  const { data: providers = [] } = useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: security.providers,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (providers.length === 0) return null;
  return (
    <>
      <Divider my="md" label={t('signIn.or')} />
      <Stack gap="xs">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            component="a"
            href={security.providerUrl(id, signUp)}
            variant="default"
            leftSection={<IconSchool size={20} aria-hidden />}
          >
            {t('signIn.oidc', { name })}
          </Button>
        ))}
      </Stack>
    </>
  );
}
