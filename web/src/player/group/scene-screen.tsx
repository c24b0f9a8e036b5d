import type { GroupMission, GroupStage, GroupView } from '@tutti/client/groups';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import styles from './group-game.module.css';
import { People, readiness } from './people.tsx';
import { ReadyButton } from './ready-button.tsx';

interface SceneScreenProps {
  mission: GroupMission;
  view: GroupView;
  scene: Extract<GroupStage, { name: 'scene' }>;
}

/** A piece of the story. */
export function SceneScreen({ mission, view, scene: { scene, of, title, story } }: SceneScreenProps) {
  const { t } = useTranslation('group');
  const whole = useRef(Math.max(1, mission.remainingMs() ?? 1));
  return (
    <main className={styles.stage}>
      <div className={styles.head}>
        <p className={styles.label}>{t('scene.label', { scene: scene + 1, of })}</p>
        <CountdownRing challenge={mission} totalMs={whole.current} size="4.5rem" spoken />
      </div>
      <div className={styles.sides}>
        <div className={styles.main}>
          <h1 className={styles.title} lang={view.locale}>
            {title}
          </h1>
          <ReadAloud text={[title, ...story].join('.\n')} lang={view.locale} />
          <div className={`card ${styles.story}`} lang={view.locale}>
            {story.map((paragraph) => (
              <p key={paragraph}>
                <RichText text={paragraph} />
              </p>
            ))}
          </div>
        </div>
        <div className={styles.aside}>
          <People view={view} stateOf={readiness} />
          <ReadyButton mission={mission} view={view} label={t('scene.ready')} />
        </div>
      </div>
    </main>
  );
}
