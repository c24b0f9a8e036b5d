import '../homework/texts.ts';
import { Badge, Button, Paper, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { SessionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { sessionPath } from './session-path.ts';
import classes from './sessions.module.css';

/** [REP-4] Nobody leads it: one looks how far the class is. */
export function OpenHomework({ session, closesAt }: { session: SessionSummary; closesAt: string }) {
  const { t } = useTranslation(['homework', 'teach', 'classes']);
  const date = useDate();
  const facts = [
    t('list.until', { date: date(closesAt) }),
    t('teach:sessions.players', { count: session.players }),
    session.group && t('classes:choose.forClass', { name: session.group.name }),
  ];
  return (
    <Paper shadow="sm" component="article" className={classes.row} data-open>
      <div className={classes.what}>
        <Text fw={700} className={classes.name}>
          {session.title}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Badge size="lg" variant="light">
        {t('list.badge')}
      </Badge>
      <Button
        component={Link}
        to={sessionPath(session)}
        aria-label={t('list.progressOf', { title: session.title })}
        leftSection={<IconListCheck size={20} aria-hidden />}
      >
        {t('list.progress')}
      </Button>
    </Paper>
  );
}
