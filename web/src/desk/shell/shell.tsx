import { Container } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Mark } from '../../shared/mark.tsx';
import { homeOf, useSignedIn } from '../account/account.tsx';
import { OfflineBar } from '../states/offline-bar.tsx';
import { AccountMenu } from './account-menu.tsx';
import { areaAt, placesAt } from './areas.ts';
import { Restoring } from './restoring.tsx';
import classes from './shell.module.css';

export function Shell() {
  const { t } = useTranslation('account');
  const { me } = useSignedIn();
  const { pathname } = useLocation();
  const area = areaAt(pathname, me);
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('skipToContent')}
      </a>
      <header className={classes.header}>
        <Link to={area?.base ?? homeOf(me)} className={classes.brand}>
          <Mark size={36} />
          <span>Tutti</span>
        </Link>
        <nav className={classes.nav} aria-label={t('nav.label')}>
          {placesAt(area, me).map(({ to, within, text, Icon, onWide }) => (
            <Link
              key={to}
              to={to}
              className={classes.place}
              data-on-wide={onWide}
              aria-current={within.test(pathname) ? 'page' : undefined}
            >
              <Icon aria-hidden />
              <span>{t(text)}</span>
            </Link>
          ))}
        </nav>
        <AccountMenu />
      </header>
      <OfflineBar />
      <main id="content" tabIndex={-1} className={classes.main}>
        <Container size={1280} px={0}>
          <Suspense fallback={<Restoring />}>
            <Outlet />
          </Suspense>
        </Container>
      </main>
      <ScrollRestoration />
    </div>
  );
}
