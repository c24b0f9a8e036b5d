import './texts.ts';
import { IconGhost2Filled } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../../../shared/choice-colour.ts';
import { Shape } from '../../../shared/shape.tsx';
import { shapeOf } from '../../../shared/shapes.ts';
import { compare } from './compare.ts';
import styles from './race-track.module.css';
import { useRaceWords } from './use-race-words.ts';

/** More runners in one place are no clearer. */
const mostDots = 6;

interface RaceTrackProps {
  race: NonNullable<ChallengeView['race']>;
  participantId: string;
  isOver: boolean;
}

/** [REP-3] How far the learner and the earlier run are, in a picture and in words. */
export function RaceTrack({ race, participantId, isOver }: RaceTrackProps) {
  const { t } = useTranslation('race');
  const words = useRaceWords();
  const { against, goal, you, ghost, field } = race;
  const placeOf = (points: number) => `${Math.min(100, Math.max(0, (100 * points) / goal))}%`;
  return (
    <section className={styles.race} aria-label={t('title')}>
      <div className={styles.track} aria-hidden="true">
        {field?.map((runners, tenth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tenth is its place
          <span key={tenth} className={styles.runners} style={{ left: `${10 * tenth + 5}%` }}>
            {Array.from({ length: Math.min(mostDots, runners) }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: runners are alike
              <i key={i} />
            ))}
          </span>
        ))}
        <span className={styles.ghost} style={{ left: placeOf(ghost.at(-1)?.points ?? 0) }}>
          <IconGhost2Filled size={26} />
        </span>
        <span
          className={styles.you}
          style={{ left: placeOf(you.at(-1)?.points ?? 0), ...choiceColour(shapeOf(participantId)) }}
        >
          <Shape index={shapeOf(participantId)} size="70%" />
        </span>
      </div>
      <p className={styles.words} role="status" data-over={isOver || undefined}>
        {words(compare(race), { against, isOver })}
      </p>
    </section>
  );
}
