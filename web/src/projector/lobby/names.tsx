import type { Named } from '@tutti/client';
import { useRef } from 'react';
import { choiceColour } from '../../shared/choice-colour.ts';
import { Shape } from '../../shared/shape.tsx';
import { shapeOf } from '../../shared/shapes.ts';
import { emptySlots, seated } from './name-slots.ts';
import styles from './names.module.css';
import { useArrivals } from './use-arrivals.ts';

const places = 28;
/** Longer names are set smaller and on two lines. */
const shortName = 14;

export function Name({ name }: { name: string }) {
  const isLong = name.length > shortName;
  return (
    <bdi className={isLong ? styles.longName : styles.name} data-long={isLong}>
      {name}
    </bdi>
  );
}

/** Who is in, each on a place of its own. */
export function Names({ names }: { names: readonly Named[] }) {
  const slots = useRef(emptySlots(places));
  slots.current = seated(slots.current, names);
  useArrivals(names.length);
  return (
    <ul className={styles.names}>
      {slots.current.map((one, index) => {
        const place = String(index);
        if (!one) return <li key={place} aria-hidden="true" />;
        const shape = shapeOf(one.participantId);
        return (
          <li key={one.participantId} className={styles.chip}>
            <span className={styles.avatar} style={choiceColour(shape)}>
              <Shape index={shape} size="70%" />
            </span>
            <Name name={one.nickname} />
          </li>
        );
      })}
    </ul>
  );
}
