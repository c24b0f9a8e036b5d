import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Clai, type ClaiMood } from '../../shared/clai.tsx';
import classes from './states.module.css';

interface PanelProps {
  mood: ClaiMood;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  code?: string | null;
  role?: 'alert';
  /** 1 where nothing else heads the page. */
  order?: 1 | 2;
}

/** Clai with a sentence and a way on: where something is empty, wrong or not to be seen. */
export function Panel({ mood, title, children, actions, code, role, order = 2 }: PanelProps) {
  return (
    <Stack className={classes.panel} align="center" gap="md" role={role}>
      <Clai mood={mood} size={120} />
      <Title order={order} ta="center" size="h3">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" ta="center" maw="50ch" component="div">
          {children}
        </Text>
      )}
      {actions && <div className={classes.actions}>{actions}</div>}
      {code && (
        <Text size="xs" c="dimmed" className={classes.code}>
          {code}
        </Text>
      )}
    </Stack>
  );
}
