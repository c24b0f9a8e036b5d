import {
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { chooseLanguage, type Language, languages } from '../../shared/i18n/i18n.ts';
import { useSignedIn } from '../account/account.tsx';
import { useLanguage } from '../language.ts';
import classes from './account-menu.module.css';
import { areaAt, areasOf } from './areas.ts';

export function AccountMenu() {
  const { t } = useTranslation('account');
  const { me, signOut } = useSignedIn();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const mine = areasOf(me);
  const here = areaAt(pathname, me);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={320}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <button type="button" className={classes.target} onClick={() => setOpened(!opened)}>
          <span
            className={classes.initial}
            data-initial={[...me.displayName][0]?.toLocaleUpperCase()}
            aria-hidden
          />
          <span className="sr-only">{t('account.menu')}: </span>
          <bdi className={classes.name}>{me.displayName}</bdi>
          <IconChevronDown size={18} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('account.menu')}>
        <Stack gap="md">
          <div className={classes.who}>
            <Text fw={700}>{me.organization.name}</Text>
            <Text size="sm" c="dimmed">
              {t('account.signedInAs', { login: me.email ?? me.username ?? me.displayName })}
            </Text>
          </div>
          {mine.length > 1 && (
            <nav className={classes.areas} aria-label={t('areas.label')}>
              {mine.map(({ base, name }) => (
                <Link
                  key={base}
                  to={base}
                  className={classes.area}
                  aria-current={base === here?.base ? 'true' : undefined}
                  onClick={close}
                >
                  {t(name)}
                </Link>
              ))}
            </nav>
          )}
          <Button
            component={Link}
            to="/account"
            variant="default"
            leftSection={<IconUser size={20} aria-hidden />}
            onClick={close}
          >
            {t('account.open')}
          </Button>
          <LanguageChoice />
          <AppearanceChoice />
          <Divider />
          <Button
            variant="default"
            leftSection={<IconLogout size={20} aria-hidden />}
            onClick={() => void signOut()}
          >
            {t('account.signOut')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

export function LanguageChoice() {
  const { t } = useTranslation('account');
  const { changeProfile } = useSignedIn();
  return (
    <div>
      <Text size="sm" fw={600} mb={4} id="account-language">
        {t('account.language')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby="account-language"
        value={useLanguage()}
        onChange={(language) => {
          chooseLanguage(language as Language);
          // the choice is kept in this browser anyway; the account only carries it to the next device
          changeProfile({ locale: language as Language }).catch(() => {});
        }}
        data={languages.map((language) => ({ value: language, label: t(`language.${language}`) }))}
      />
    </div>
  );
}

function AppearanceChoice() {
  const { t } = useTranslation('account');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div>
      <Text size="sm" fw={600} mb={4} id="account-appearance">
        {t('account.appearance')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby="account-appearance"
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`account.${value}`) }))}
      />
    </div>
  );
}
