import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './states.module.css';

/** A skeleton that shows only when loading takes longer than 300 ms, so that quick pages do not flicker. */
export function Delayed({ children }: { children: ReactNode }) {
  const { t } = useTranslation('account');
  return (
    <div className={classes.delayed} role="status" aria-label={t('states.loading')}>
      {children}
    </div>
  );
}
