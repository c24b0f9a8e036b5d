import { Badge, Button } from '@mantine/core';
import { IconLock, IconPresentation } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { ShapeRow, useShapeNames } from '../../shared/shape-row.tsx';
import parts from '../panel/panel.module.css';
import { ConnectionPill, LeavePanel, PinPill } from '../panel/panel-parts.tsx';
import classes from './host.module.css';
import joining from './joining.module.css';

interface HostHeaderProps {
  view: ChallengeView;
  sessionId: string;
  isCoHost: boolean;
}

export function HostHeader({ view, sessionId, isCoHost }: HostHeaderProps) {
  const { t } = useTranslation(['teach', 'powers']);
  const nameOf = useShapeNames();
  const isOver = view.phase.name === 'ended';
  return (
    <header className={parts.header}>
      {!isCoHost && <LeavePanel label={t('host.ended.sessions')} />}
      <h1 className={classes.title}>{view.title}</h1>
      {view.rules.rehearsal && (
        <Badge size="lg" color="caution">
          {t('powers:rehearsal.badge')}
        </Badge>
      )}
      {view.host?.options.locked && (
        <Badge size="lg" color="caution" variant="light" leftSection={<IconLock size={16} aria-hidden />}>
          {t('host.do.locked')}
        </Badge>
      )}
      {!isOver && <Connection view={view} />}
      {view.pin && !isOver && view.phase.name !== 'lobby' && <PinPill pin={view.pin} />}
      {view.secondFactor && !isOver && view.phase.name !== 'lobby' && (
        <span className={joining.pill} title={nameOf(view.secondFactor.shapes)}>
          <ShapeRow row={view.secondFactor.shapes} />
        </span>
      )}
      {!isOver && !isCoHost && (
        <Button
          component="a"
          href={`/projector/${sessionId}`}
          target={`projector-${sessionId}`}
          variant="default"
          className={classes.projector}
          title={t('host.projectorHint')}
          leftSection={<IconPresentation size={22} aria-hidden />}
        >
          {t('host.openProjector')}
        </Button>
      )}
    </header>
  );
}

function Connection({ view: { connection, saving } }: { view: ChallengeView }) {
  const { t } = useTranslation('teach');
  const lost = connection !== 'connected';
  const text = lost
    ? t(connection === 'closed' ? 'host.connection.failed' : 'host.connection.reconnecting')
    : t(saving ? 'host.connection.saving' : 'host.connection.online');
  return <ConnectionPill lost={lost} calm={!lost && !saving} text={text} />;
}
