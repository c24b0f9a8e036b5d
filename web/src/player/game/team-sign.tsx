import { choiceColour } from '../../shared/choice-colour.ts';
import { Shape } from '../../shared/shape.tsx';
import styles from './team.module.css';
import { useTeamName } from './team.ts';

/** The sign of a team; its name is said to those who listen. */
export function TeamSign({ team }: { team: number }) {
  const nameOf = useTeamName();
  return (
    <span
      className={styles.badge}
      style={choiceColour(team)}
      role="img"
      aria-label={nameOf(team)}
      title={nameOf(team)}
    >
      <Shape index={team} />
    </span>
  );
}
