import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkLike } from './link-like.tsx';

/** What is long stands behind a press, and is drawn only then. */
export function Fold({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation('family');
  const [open, setOpen] = useState(false);
  return (
    <div>
      <LinkLike onClick={() => setOpen(!open)} expanded={open}>
        {open ? t('week.hide') : label}
      </LinkLike>
      {open && children}
    </div>
  );
}
