import { Text } from '@mantine/core';
import type { GroupRun, WatchView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import parts from '../panel/panel.module.css';
import { ConnectionPill, LeavePanel, PinPill } from '../panel/panel-parts.tsx';
import classes from './panel.module.css';

interface PanelHeaderProps {
  view: WatchView;
  run: GroupRun;
  isOver: boolean;
}

export function PanelHeader({ view, run, isOver }: PanelHeaderProps) {
  const { t } = useTranslation('runs');
  const learners = view.groups.flatMap((group) => group.learners);
  const here = learners.filter(({ connected }) => connected).length;
  const facts = [
    run.class?.name,
    t('panel.countGroups', { count: view.groups.length }),
    isOver
      ? t('panel.countLearners', { count: learners.length })
      : t('panel.here', { here, count: learners.length }),
  ];
  return (
    <header className={`${parts.header} ${classes.header}`}>
      <LeavePanel label={t('panel.allGames')} />
      <div className={classes.titles}>
        <h1 className={classes.title}>{view.title}</h1>
        <Text size="sm" c="dimmed" className={classes.facts}>
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      {!isOver && <Connection view={view} />}
      {view.pin && !isOver && <PinPill pin={view.pin} />}
    </header>
  );
}

function Connection({ view: { connection } }: { view: WatchView }) {
  const { t } = useTranslation('runs');
  const lost = connection !== 'connected';
  return (
    <ConnectionPill lost={lost} calm={!lost} text={t(lost ? 'panel.reconnecting' : 'panel.connected')} />
  );
}
