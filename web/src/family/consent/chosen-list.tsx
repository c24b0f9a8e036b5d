import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../family.module.css';
import type { Scope } from '../scope-meaning.tsx';

interface ChosenListProps {
  granted: readonly Scope[];
  refused: readonly Scope[];
}

/** What was decided, in words and with a sign. */
export function ChosenList({ granted, refused }: ChosenListProps) {
  const { t } = useTranslation('family');
  return (
    <ul className={classes.plain}>
      {granted.map((scope) => (
        <li key={scope} className={classes.decided}>
          <IconCheck color="var(--right)" aria-hidden />
          <span>
            <b>{t('words.yes')}</b> {t(`scopes.${scope}.title`)}
          </span>
        </li>
      ))}
      {refused.map((scope) => (
        <li key={scope} className={classes.decided}>
          <IconX color="var(--quiet)" aria-hidden />
          <span>
            <b>{t('words.no')}</b> {t(`scopes.${scope}.title`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
