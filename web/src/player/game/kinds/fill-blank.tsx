import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText } from '../../../shared/rich-text/rich-text.tsx';
import type { AnswerProps } from './answer-props.ts';
import { aroundBlanks } from './blanks.ts';
import { longest, textsIn } from './drafts.ts';
import styles from './fields.module.css';

/** The prompt itself, with a field where something is missing. */
export function FillBlank({ question: { prompt, blanks }, locale, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const texts = textsIn(draft);
  return (
    <p className={styles.cloze} lang={locale}>
      {aroundBlanks(prompt, blanks).map((piece, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the prompt
        <Fragment key={i}>
          <RichText text={piece} />
          {i < blanks && (
            <input
              className={styles.blank}
              value={texts[i] ?? ''}
              maxLength={longest.blank}
              aria-label={t('blank.label', { number: i + 1, of: blanks })}
              autoCapitalize="off"
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint={i < blanks - 1 ? 'next' : 'send'}
              readOnly={!isOpen}
              size={10}
              onChange={(event) =>
                onDraft(texts.map((text, place) => (place === i ? event.target.value : text)))
              }
            />
          )}
        </Fragment>
      ))}
    </p>
  );
}
