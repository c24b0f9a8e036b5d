import type { ProjectorChallenge } from '@tutti/client';
import { reactionSigns } from '../shared/reactions/signs.ts';
import { useReactions } from '../shared/reactions/use-reactions.ts';
import styles from './reactions.module.css';

/** Small, in a corner, and still: it takes no eye away from the question. */
export function Reactions({ challenge }: { challenge: ProjectorChallenge }) {
  const shown = useReactions(challenge);
  return (
    <ul className={styles.reactions} aria-hidden="true">
      {shown.map(({ reaction, count }) => (
        <li key={reaction}>
          {reactionSigns[reaction]} {count}
        </li>
      ))}
    </ul>
  );
}
