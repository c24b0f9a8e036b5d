import { Button, Group, Paper, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { tutti } from '../../desk/tutti.ts';
import classes from './library.module.css';

/** A teacher whose class waits (a closed laptop, another device) should not have to look for it. */
export function OpenClassNote() {
  const { t } = useTranslation('teach');
  const open = useQuery({
    queryKey: ['sessions', 'open', 'first'],
    queryFn: () => tutti.sessions({ status: 'open', limit: 1 }),
  });
  const session = open.data?.items[0];
  if (!session) return null;
  return (
    <Paper
      shadow="sm"
      className={classes.note}
      component="section"
      aria-label={t('library.openSessionTitle')}
    >
      <Group justify="space-between">
        <div>
          <Text fw={700}>{t('library.openSessionTitle')}</Text>
          <Text c="dimmed">{t('library.openSession', { title: session.title })}</Text>
        </div>
        <Button
          component={Link}
          to={`/teach/sessions/${session.id}/host`}
          leftSection={<IconPlayerPlay size={20} aria-hidden />}
        >
          {t('library.continue')}
        </Button>
      </Group>
    </Paper>
  );
}
