import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../../shared/choice-colour.ts';
import { Settings } from '../../shared/settings.tsx';
import { Shape } from '../../shared/shape.tsx';
import { shapeOf } from '../../shared/shapes.ts';
import { LeaveButton } from './leave-button.tsx';
import styles from './top-bar.module.css';

/** Who plays here, with how many points. */
export function TopBar({ view: { you, phase }, onLeave }: { view: ChallengeView; onLeave(): void }) {
  const { t } = useTranslation('common');
  return (
    <header className={styles.bar}>
      {you && (
        <>
          <span className={styles.avatar} style={choiceColour(shapeOf(you.participantId))}>
            <Shape index={shapeOf(you.participantId)} />
          </span>
          <bdi className={styles.name}>{you.nickname}</bdi>
          {phase.name !== 'lobby' && (
            <span className={styles.score}>{t('points', { count: you.score })}</span>
          )}
        </>
      )}
      <Settings className={styles.settings!}>
        <LeaveButton nickname={you?.nickname ?? ''} onLeave={onLeave} />
      </Settings>
    </header>
  );
}
