import type { QuestionKind } from '@tutti/client';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Bars } from './bars.tsx';
import { Numbers } from './numbers.tsx';
import { Order } from './order.tsx';
import { Pairs } from './pairs.tsx';
import styles from './results.module.css';
import type { Shown } from './shown.ts';
import { Spots } from './spots.tsx';
import { Texts } from './texts.tsx';
import { Words } from './words.tsx';

type CardKind = 'single_choice' | 'multiple_choice' | 'true_false';

const results: Record<Exclude<QuestionKind, CardKind>, ComponentType<Shown>> = {
  matching: Pairs,
  ordering: Order,
  fill_blank: Texts,
  numeric: Numbers,
  slider: Numbers,
  hotspot: Spots,
  scale: Bars,
  poll: Bars,
  word_cloud: Words,
  open_text: Texts,
};

/**
 * What is asked beside the prompt, and then how the class answered, of every kind that is no row of cards. All sizes follow the
 * letters around it, so it fits a remote control and a wall.
 */
export function KindResults(shown: Shown) {
  const { t } = useTranslation('stage');
  const { kind, pick } = shown.question;
  const Results = results[kind as Exclude<QuestionKind, CardKind>];
  return (
    <div className={styles.results}>
      {!shown.reveal && (
        <p className={styles.how}>{t(`how.${kind as Exclude<QuestionKind, CardKind>}`, { count: pick })}</p>
      )}
      <Results {...shown} />
    </div>
  );
}
