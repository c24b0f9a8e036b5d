import { Button, Group, Paper, Stack, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { RosterDone } from '@tutti/client/admin';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './roster.module.css';

interface DoneStepProps {
  classId: string;
  done: RosterDone;
  refused: number;
}

export function DoneStep({ classId, done: { made, joined, asked, waiting, left }, refused }: DoneStepProps) {
  const { t } = useTranslation('classes');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Paper shadow="sm" p="lg" maw="44rem">
      <Stack>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {t('roster.doneTitle')}
        </Title>
        <ul className={classes.result}>
          <li>{t('roster.made', { count: made })}</li>
          {joined > 0 && <li>{t('roster.joined', { count: joined })}</li>}
          {refused > 0 && <li>{t('roster.refused', { count: refused })}</li>}
          {left > 0 && <li>{t('roster.left', { count: left })}</li>}
        </ul>
        {made > 0 && (
          <>
            <Title order={3} size="h4">
              {t('roster.nextTitle')}
            </Title>
            <ul className={classes.result}>
              {asked > 0 && <li>{t('roster.asked', { count: asked })}</li>}
              {waiting > 0 && <li>{t('roster.waiting', { count: waiting })}</li>}
              <li>{t('roster.cards')}</li>
            </ul>
          </>
        )}
        <Group>
          {made > 0 && (
            <Button
              component={Link}
              to={`/teach/classes/${classId}/cards`}
              leftSection={<IconPrinter size={20} aria-hidden />}
            >
              {t('roster.toCards')}
            </Button>
          )}
          <Button component={Link} to={`/teach/classes/${classId}`} variant={made > 0 ? 'default' : 'filled'}>
            {t('roster.toClass')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
