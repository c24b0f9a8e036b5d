import { letterOf, markColour } from '../../shared/choice-mark.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { Shape } from '../../shared/shape.tsx';
import styles from './answer-chip.module.css';

/** A choice as it stood in the question: shape, letter, colour and text. */
export function AnswerChip({ index, text }: { index: number; text: string }) {
  return (
    <li className={styles.chip}>
      <span className={styles.badge} style={markColour(index)}>
        <Shape index={index} />
        {letterOf(index)}
      </span>
      <strong>
        <RichText text={text} inline />
      </strong>
    </li>
  );
}
