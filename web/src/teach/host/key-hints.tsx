import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './host.module.css';

export function KeyHints() {
  const { t } = useTranslation('teach');
  return (
    <p className={classes.keys}>
      <Kbd>{t('host.keys.space')}</Kbd> {t('host.keys.next')} · <Kbd>P</Kbd> {t('host.keys.pause')} ·{' '}
      <Kbd>L</Kbd> {t('host.keys.lock')}
    </p>
  );
}
