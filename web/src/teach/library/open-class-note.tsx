import { Button, Group, Paper, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { tutti } from '../../desk/tutti.ts';
import { runsOf, useRuns } from '../groups/run-list.tsx';
import classes from './library.module.css';

/** Homework lies open for days, and nobody waits in it. */
const looksThrough = 25;

/** A teacher whose class waits (a closed laptop, another device) should not have to look for it. */
export function OpenClassNote() {
  const { t } = useTranslation('teach');
  const open = useQuery({
    queryKey: ['sessions', 'open', 'first'],
    queryFn: () => tutti.sessions({ status: 'open', limit: looksThrough }),
  });
  const session = open.data?.items.find(({ closesAt }) => closesAt === null);
  if (!session) return null;
  return (
    <Note
      title={t('library.openSessionTitle')}
      body={t('library.openSession', { title: session.title })}
      to={`/teach/sessions/${session.id}/host`}
      action={t('library.continue')}
    />
  );
}

/** The same for groups that play. */
export function OpenGroupsNote() {
  const { t } = useTranslation('runs');
  const run = runsOf(useRuns()).find(({ open }) => open > 0);
  if (!run) return null;
  return (
    <Note
      title={t('library.openTitle')}
      body={t('library.open', { title: run.title, count: run.open })}
      to={`/teach/groups/${run.id}`}
      action={t('list.panel')}
    />
  );
}

interface NoteProps {
  title: string;
  body: string;
  to: string;
  action: string;
}

function Note({ title, body, to, action }: NoteProps) {
  return (
    <Paper shadow="sm" className={classes.note} component="section" aria-label={title}>
      <Group justify="space-between">
        <div>
          <Text fw={700}>{title}</Text>
          <Text c="dimmed">{body}</Text>
        </div>
        <Button component={Link} to={to} leftSection={<IconPlayerPlay size={20} aria-hidden />}>
          {action}
        </Button>
      </Group>
    </Paper>
  );
}
