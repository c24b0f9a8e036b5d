import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../family.module.css';
import type { SavedState } from './use-child.ts';

const looks = {
  saving: { Icon: IconLoader2, colour: 'var(--quiet)', text: 'words.saving' },
  saved: { Icon: IconCheck, colour: 'var(--right)', text: 'words.saved' },
  failed: { Icon: IconAlertTriangle, colour: 'var(--wrong)', text: 'words.notSaved' },
} as const;

/** Whether what was just moved is stored. */
export function SavedSign({ state }: { state: SavedState | undefined }) {
  const { t } = useTranslation('family');
  const look = state && looks[state];
  return (
    <span role="status" className={classes.state} style={{ color: look?.colour }}>
      {look && (
        <>
          <look.Icon size={18} aria-hidden />
          {t(look.text)}
        </>
      )}
    </span>
  );
}
