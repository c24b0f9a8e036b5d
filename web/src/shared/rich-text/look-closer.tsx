import { IconZoomIn } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import styles from './question-media.module.css';

/** The picture as large as the screen, and larger: one can walk about in it. */
export function LookCloser({
  address,
  alt,
  lang,
}: {
  address: string;
  alt: string;
  lang: string | undefined;
}) {
  const { t } = useTranslation(['rich', 'common']);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button
        type="button"
        className={styles.closer}
        aria-label={t('media.closer')}
        title={t('media.closer')}
        onClick={() => dialog.current?.showModal()}
      >
        <IconZoomIn aria-hidden="true" />
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label={t('media.closer')} closedby="any">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and arrows must reach it */}
        <section className={styles.walk} tabIndex={0} aria-label={alt} lang={lang}>
          <img src={address} alt="" loading="lazy" decoding="async" />
        </section>
        <button type="button" className="button button-primary" onClick={() => dialog.current?.close()}>
          {t('common:close')}
        </button>
      </dialog>
    </>
  );
}
