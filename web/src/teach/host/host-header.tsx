import { Anchor, Badge, Button } from '@mantine/core';
import { IconArrowLeft, IconLock, IconPresentation, IconWifi, IconWifiOff } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { groupedPin } from '../../shared/join-address.ts';
import { ShapeRow, useShapeNames } from '../../shared/shape-row.tsx';
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
    <header className={classes.header}>
      {!isCoHost && (
        <Anchor
          component={Link}
          to="/teach/sessions"
          className={classes.leave}
          aria-label={t('host.ended.sessions')}
        >
          <IconArrowLeft aria-hidden />
        </Anchor>
      )}
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
      {!isOver && <ConnectionPill view={view} />}
      {view.pin && !isOver && view.phase.name !== 'lobby' && (
        <span className={classes.pinPill}>{t('sessions.pin', { pin: groupedPin(view.pin) })}</span>
      )}
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

function ConnectionPill({ view }: { view: ChallengeView }) {
  const { t } = useTranslation('teach');
  const lost = view.connection !== 'connected';
  const text = lost
    ? t(view.connection === 'closed' ? 'host.connection.failed' : 'host.connection.reconnecting')
    : view.saving
      ? t('host.connection.saving')
      : t('host.connection.online');
  const calm = !lost && !view.saving;
  const Icon = lost ? IconWifiOff : IconWifi;
  return (
    <span role="status" className={classes.connection} data-calm={calm || undefined}>
      <Icon size={18} aria-hidden />
      <span className={calm ? classes.connectionText : undefined}>{text}</span>
    </span>
  );
}
