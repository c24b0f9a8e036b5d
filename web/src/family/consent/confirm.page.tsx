import { Button, Text } from '@mantine/core';
import type { Confirmed } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isGuardian, useAccount } from '../../desk/account/account.tsx';
import { LinkButton } from '../../desk/account/link-button.tsx';
import { LinkDone } from '../../desk/account/link-done.tsx';
import { family } from '../../desk/tutti.ts';
import { ChosenList } from './chosen-list.tsx';

/** The second mail's link. It counts by a press, since mail scanners open links. */
export function Component() {
  const { t } = useTranslation('family');
  return (
    <LinkButton
      name="consentConfirm"
      title={t('confirm.title')}
      lead={t('confirm.lead')}
      submit={t('confirm.submit')}
      use={family.confirm}
    >
      {(confirmed) => <Done confirmed={confirmed} />}
    </LinkButton>
  );
}

function Done({ confirmed: { childId, child, granted, refused, login } }: { confirmed: Confirmed }) {
  const { t } = useTranslation('family');
  const account = useAccount();
  const to = `/family/${childId}`;
  const isOther = account.state === 'signedIn' && !isGuardian(account.me);
  return (
    <LinkDone title={t('confirm.doneTitle')} text={t('confirm.done', { child })}>
      <ChosenList granted={granted} refused={refused} />
      <Text>{t('confirm.next', { child, login })}</Text>
      {isOther && <Text c="dimmed">{t('confirm.otherSignedIn', { name: account.me.displayName })}</Text>}
      {isOther ? (
        <Button size="lg" onClick={() => void account.signOut()}>
          {t('confirm.signOut')}
        </Button>
      ) : (
        <Button
          size="lg"
          component={Link}
          to={account.state === 'signedIn' ? to : '/sign-in'}
          state={{ from: to }}
        >
          {t('confirm.toFamily')}
        </Button>
      )}
    </LinkDone>
  );
}
