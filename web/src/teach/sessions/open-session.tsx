import { Badge, Button, Paper, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { SessionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { groupedPin } from '../../shared/join-address.ts';
import { OpenHomework } from './open-homework.tsx';
import { sessionPath } from './session-path.ts';
import classes from './sessions.module.css';

export function OpenSession({ session }: { session: SessionSummary }) {
  const { t } = useTranslation(['teach', 'classes', 'powers']);
  const date = useDate();
  const isParked = session.status === 'parked';
  if (session.closesAt !== null) return <OpenHomework session={session} closesAt={session.closesAt} />;
  return (
    <Paper shadow="sm" component="article" className={classes.row} data-open>
      <div className={classes.what}>
        <Text fw={700} className={classes.name}>
          {session.title}
        </Text>
        <Text size="sm" c="dimmed">
          {date(session.createdAt)} · {t('sessions.players', { count: session.players })}
          {session.group && ` · ${t('classes:choose.forClass', { name: session.group.name })}`}
        </Text>
      </div>
      {session.pin && (
        <span className={classes.pin}>{t('sessions.pin', { pin: groupedPin(session.pin) })}</span>
      )}
      <Badge size="lg" variant="light" color={session.status === 'paused' || isParked ? 'caution' : 'right'}>
        {t(`sessions.status.${session.status}`)}
      </Badge>
      <Button
        component={Link}
        to={sessionPath(session)}
        aria-label={t(isParked ? 'powers:park.resumeOf' : 'sessions.continueOf', { title: session.title })}
        leftSection={<IconPlayerPlay size={20} aria-hidden />}
      >
        {t(isParked ? 'powers:park.resume' : 'sessions.continue')}
      </Button>
    </Paper>
  );
}
