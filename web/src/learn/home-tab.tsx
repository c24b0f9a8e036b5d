import { IconAddressBook, IconRocket, IconTrendingUp, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { useSignedIn } from '../desk/account/account.tsx';
import classes from '../desk/shell/card.module.css';
import { PageHeading } from '../desk/shell/page-heading.tsx';
import { TabLinks } from '../desk/shell/tab-links.tsx';

/** From each page of the learner's own to the others. */
export function HomeTabs() {
  const { t } = useTranslation('learn');
  return (
    <TabLinks
      label={t('tabs.label')}
      tabs={[
        { to: '/home', Icon: IconRocket, name: t('tabs.now') },
        { to: '/home/progress', Icon: IconTrendingUp, name: t('tabs.progress') },
        { to: '/home/classes', Icon: IconUsersGroup, name: t('tabs.classes') },
        { to: '/home/me', Icon: IconAddressBook, name: t('tabs.me') },
      ]}
    />
  );
}

/** One of them beside the first; there is none before a grown-up agreed. */
export function HomeTab({ title, children }: { title: string; children: ReactNode }) {
  const { me } = useSignedIn();
  if (me.consent.needed) return <Navigate to="/home" replace />;
  return (
    <>
      <PageHeading title={title} />
      <HomeTabs />
      <div className={classes.cards}>{children}</div>
    </>
  );
}
