import { Anchor, Text } from '@mantine/core';
import { IconArrowLeft, IconWifi, IconWifiOff } from '@tabler/icons-react';
import type { GroupRun, WatchView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { groupedPin } from '../../shared/join-address.ts';
import classes from './panel.module.css';

interface PanelHeaderProps {
  view: WatchView;
  run: GroupRun;
  isOver: boolean;
}

export function PanelHeader({ view, run, isOver }: PanelHeaderProps) {
  const { t } = useTranslation(['runs', 'teach']);
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
    <header className={classes.header}>
      <Anchor
        component={Link}
        to="/teach/sessions"
        className={classes.leave}
        aria-label={t('panel.allGames')}
      >
        <IconArrowLeft aria-hidden />
      </Anchor>
      <div className={classes.titles}>
        <h1 className={classes.title}>{view.title}</h1>
        <Text size="sm" c="dimmed" className={classes.facts}>
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      {!isOver && <Connection view={view} />}
      {view.pin && !isOver && (
        <span className={classes.pinPill}>{t('teach:sessions.pin', { pin: groupedPin(view.pin) })}</span>
      )}
    </header>
  );
}

function Connection({ view: { connection } }: { view: WatchView }) {
  const { t } = useTranslation('runs');
  const lost = connection !== 'connected';
  const Icon = lost ? IconWifiOff : IconWifi;
  return (
    <span role="status" className={classes.connection} data-calm={!lost || undefined}>
      <Icon size={18} aria-hidden />
      <span className={classes.connectionText}>{t(lost ? 'panel.reconnecting' : 'panel.connected')}</span>
    </span>
  );
}
