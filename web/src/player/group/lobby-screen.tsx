import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import styles from './group-game.module.css';
import { People, readiness } from './people.tsx';
import { ReadyButton } from './ready-button.tsx';

interface LobbyScreenProps {
  mission: GroupMission;
  view: GroupView;
  isOwnClass: boolean;
}

export function LobbyScreen({ mission, view, isOwnClass }: LobbyScreenProps) {
  const { t } = useTranslation('group');
  return (
    <main className={styles.stage}>
      <h1 className={styles.title} lang={view.locale}>
        {view.title}
      </h1>
      <section className={`card ${styles.table}`}>
        <h2 className={styles.label}>{t('lobby.title')}</h2>
        <People view={view} stateOf={readiness} />
      </section>
      {isOwnClass && <p className={styles.quiet}>{t('lobby.mates')}</p>}
      <ReadyButton mission={mission} view={view} label={t('lobby.ready')} doneLabel={t('lobby.isReady')} />
    </main>
  );
}
