import { Shape } from '../shared/shape.tsx';
import { shapes } from '../shared/shapes.ts';
import classes from './choice-mark.module.css';

/** Shape, letter and colour of a choice, as players see it on their phones. */
export function ChoiceMark({ index }: { index: number }) {
  return (
    <span className={classes.mark} data-choice={index}>
      <Shape index={index} size="0.95em" />
      <span>{shapes[index]!.letter}</span>
    </span>
  );
}
