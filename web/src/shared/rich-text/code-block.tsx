import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import styles from './rich-text.module.css';
import { useScrolls } from './use-scrolls.ts';

/** Lines of code as they are. Not `pre`: it stands in headings and buttons too. */
export function CodeBlock({ code, focusable }: { code: string; focusable: boolean }) {
  const { t } = useTranslation('rich');
  const box = useRef<HTMLElement>(null);
  const scrolls = useScrolls(box) && focusable;
  return (
    <code
      ref={box}
      className={focusable ? styles.block : `${styles.block} ${styles.wrapped}`}
      lang=""
      translate="no"
      {...(scrolls && { tabIndex: 0, role: 'group', 'aria-label': t('code') })}
    >
      <span>{code}</span>
    </code>
  );
}
