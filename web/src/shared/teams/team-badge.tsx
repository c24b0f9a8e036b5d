import { useTranslation } from 'react-i18next';
import { choiceColour } from '../choice-colour.ts';
import { Shape } from '../shape.tsx';
import { shapes } from '../shapes.ts';
import styles from './teams.module.css';

/** Each team bears the name of one of the six shapes: "Team star". */
export function useTeamName(): (team: number) => string {
  const { t } = useTranslation(['stage', 'joining']);
  return (team) => t('stage:team', { shape: t(`joining:shape.${shapes[team % shapes.length]!.name}`) });
}

/** A team's sign; its name is said to those who listen. */
export function TeamBadge({ team }: { team: number }) {
  const nameOf = useTeamName();
  return (
    <span
      role="img"
      aria-label={nameOf(team)}
      title={nameOf(team)}
      className={styles.badge}
      style={choiceColour(team)}
    >
      <Shape index={team} size="66%" />
    </span>
  );
}
