import '../homework/texts.ts';
import { Badge, Button, Paper, Text } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import type { SessionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import classes from './sessions.module.css';

export function PastSession({ session }: { session: SessionSummary }) {
  const { t } = useTranslation(['teach', 'classes', 'homework']);
  const date = useDate();
  const when = date(session.startedAt ?? session.createdAt);
  return (
    <Paper shadow="sm" component="article" className={classes.row}>
      <div className={classes.what}>
        <Text fw={700} className={classes.name}>
          {session.title}
        </Text>
        <Text size="sm" c="dimmed">
          {when} · {t('sessions.players', { count: session.players })}
          {session.group && ` · ${t('classes:choose.forClass', { name: session.group.name })}`}
        </Text>
      </div>
      {session.closesAt !== null && (
        <Badge size="lg" variant="light">
          {t('homework:list.badge')}
        </Badge>
      )}
      {session.status === 'abandoned' && (
        <Badge size="lg" variant="light" color="gray">
          {t('sessions.status.abandoned')}
        </Badge>
      )}
      <Button
        component={Link}
        variant="default"
        to={`/teach/sessions/${session.id}/report`}
        aria-label={t('sessions.reportOf', { title: session.title, date: when })}
        leftSection={<IconReportAnalytics size={20} aria-hidden />}
      >
        {t('sessions.report')}
      </Button>
    </Paper>
  );
}
