import { useTranslation } from 'react-i18next';
import { choiceColour } from './choice-colour.ts';
import { Shape } from './shape.tsx';
import styles from './shape-row.module.css';
import { shapes } from './shapes.ts';

/** What the shapes of a row are called, in order. */
export function useShapeNames(): (row: readonly number[]) => string {
  const { t } = useTranslation('joining');
  return (row) => row.map((shape) => t(`shape.${shapes[shape]!.name}`)).join(', ');
}

/** [JOIN-7] The shapes that let in right now, as a picture with their names. It is as large as the text around it says. */
export function ShapeRow({ row }: { row: readonly number[] }) {
  const { t } = useTranslation('joining');
  const nameOf = useShapeNames();
  return (
    <span role="img" aria-label={t('row.shown', { shapes: nameOf(row) })} className={styles.row}>
      {row.map((shape, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a shape in a row is
        <span key={place} className={styles.shape} style={choiceColour(shape)}>
          <Shape index={shape} size="66%" />
        </span>
      ))}
    </span>
  );
}
