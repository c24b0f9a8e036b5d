import type { LobbyName } from '@tutti/client';
import { useRef } from 'react';
import { PlayerSign } from '../../shared/player-sign.tsx';
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
export function Names({ names }: { names: readonly LobbyName[] }) {
  const slots = useRef(emptySlots(places));
  slots.current = seated(slots.current, names);
  useArrivals(names.length);
  return (
    <ul className={styles.names}>
      {slots.current.map((one, index) => {
        const place = String(index);
        if (!one) return <li key={place} aria-hidden="true" />;
        return (
          <li key={one.participantId} className={styles.chip}>
            <PlayerSign className={styles.avatar} id={one.participantId} avatar={one.avatar} size="70%" />
            <Name name={one.nickname} />
          </li>
        );
      })}
    </ul>
  );
}
