import { choiceColour } from '../../shared/choice-colour.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { Shape } from '../../shared/shape.tsx';
import { shapes } from '../../shared/shapes.ts';
import styles from './answer-chip.module.css';

/** A choice as it stood in the question: shape, letter, colour and text. */
export function AnswerChip({ index, text }: { index: number; text: string }) {
  return (
    <li className={styles.chip}>
      <span className={styles.badge} style={choiceColour(index)}>
        <Shape index={index} />
        {shapes[index]!.letter}
      </span>
      <strong>
        <RichText text={text} inline />
      </strong>
    </li>
  );
}
