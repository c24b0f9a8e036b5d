import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../shared/choice-colour.ts';
import { RichText } from '../shared/rich-text/rich-text.tsx';
import { Shape } from '../shared/shape.tsx';
import { shapes } from '../shared/shapes.ts';
import styles from './choice-card.module.css';

interface ChoiceCardProps {
  index: number;
  text: string;
  /** null while the question is open. `share`: of the choice that was picked most. */
  result: { isRight: boolean; picked: number; share: number } | null;
}

export function ChoiceCard({ index, text, result }: ChoiceCardProps) {
  const { t } = useTranslation('common');
  return (
    <li className={styles.choice} style={choiceColour(index)} data-right={result?.isRight}>
      <span className={styles.badge}>
        <Shape index={index} size="1.1em" />
        {shapes[index]!.letter}
      </span>
      <span className={styles.text}>
        <RichText text={text} inline />
      </span>
      {result && (
        <>
          <span className={styles.picked}>
            {result.isRight && (
              <IconCheck className={styles.tick} role="img" aria-label={t('choice.right')} />
            )}
            <span className="sr-only">{t('choice.picked', { count: result.picked })}</span>
            <span aria-hidden="true">{result.picked}</span>
          </span>
          <span className={styles.bar} aria-hidden="true">
            <span style={{ width: `${100 * result.share}%` }} />
          </span>
        </>
      )}
    </li>
  );
}
