import type { TuttiErrorCode } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import type { common } from './i18n/en/common.ts';
import styles from './refusal.module.css';

type Sentence = `errors.${keyof typeof common.errors}`;

/** The sentence for a refusal; one without a sentence of its own gets the general one. */
export function useSentence(): (code: TuttiErrorCode) => string {
  const { t } = useTranslation('common');
  return (code) => t([`errors.${code}`, 'errors.other'] as Sentence[]);
}

/** What went wrong, in words for whoever is in front of the page, and small below it the code for whoever helps. */
export function Refusal({ code, id }: { code: TuttiErrorCode; id?: string }) {
  const sentence = useSentence();
  return (
    <div role="alert" id={id} className={styles.refusal}>
      <p>{sentence(code)}</p>
      <code className={styles.code}>{code}</code>
    </div>
  );
}
