import { Button, Container, Skeleton, Switch } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { isGuardian, isStaff, may, useAccount } from '../../desk/account/account.tsx';
import { LanguageLinks } from '../../desk/account/language-links.tsx';
import { useLinkToken } from '../../desk/account/link-token.ts';
import { useLanguage } from '../../desk/language.ts';
import { Restoring } from '../../desk/shell/restoring.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { ConsentFormSheet } from './consent-form-sheet.tsx';
import classes from './form.module.css';
import { HandIn } from './hand-in.tsx';
import { readSheet } from './read-sheet.ts';

/**
 * A form to sign on paper: `#token=` from a guardian's mail, or `?child=` for the child's guardians, teachers and
 * administrators.
 */
export function Component() {
  const { t } = useTranslation(['family', 'common']);
  const account = useAccount();
  const token = useLinkToken();
  const [search] = useSearchParams();
  const childId = search.get('child') ?? '';
  const locale = useLanguage();
  const staff = account.state === 'signedIn' && isStaff(account.me);
  const guardian = account.state === 'signedIn' && isGuardian(account.me);
  const [withNotice, setWithNotice] = useState<boolean | null>(null);
  const known = token !== '' || (childId !== '' && (staff || guardian));
  const sheet = useQuery({
    queryKey: ['form', token, childId, locale, staff, guardian],
    queryFn: () => readSheet({ token, childId, locale, staff, guardian }),
    enabled: known,
  });
  useEffect(() => {
    document.title = `${t('form.title')} · ${t('common:name')}`;
  }, [t]);

  if (!token && account.state === 'restoring') return <Restoring />;
  if (!known) {
    return (
      <Container component="main" py="xl">
        <Panel mood="puzzled" order={1} title={t('form.notFound')}>
          {t('form.notFoundHint')}
        </Panel>
      </Container>
    );
  }
  // a grown-up without e-mail has no other way to read it
  const shown = withNotice ?? staff;
  const handsIn = !token && account.state === 'signedIn' && may('learners.read')(account.me);
  return (
    <main className={classes.page}>
      <div className={classes.bar}>
        <Button leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => window.print()}>
          {t('form.print')}
        </Button>
        <Switch
          label={t('form.withNotice')}
          checked={shown}
          onChange={(event) => setWithNotice(event.currentTarget.checked)}
        />
        <LanguageLinks />
      </div>
      <QueryView query={sheet} skeleton={<Skeleton height={600} />}>
        {(form) => (
          <>
            <ConsentFormSheet form={form} withNotice={shown} />
            {handsIn && (
              <div className={classes.handIn}>
                <HandIn childId={childId} form={form} />
              </div>
            )}
          </>
        )}
      </QueryView>
    </main>
  );
}
