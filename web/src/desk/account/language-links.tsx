import { Group, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, languages } from '../../shared/i18n/i18n.ts';
import classes from './account.module.css';

export function LanguageLinks() {
  const { t, i18n } = useTranslation('account');
  return (
    <Group gap="xs" justify="center" component="nav" aria-label={t('account.language')}>
      {languages.map((language) => (
        <UnstyledButton
          key={language}
          lang={language}
          className={classes.language}
          aria-current={i18n.resolvedLanguage === language ? 'true' : undefined}
          onClick={() => chooseLanguage(language)}
        >
          {t(`language.${language}`)}
        </UnstyledButton>
      ))}
    </Group>
  );
}
