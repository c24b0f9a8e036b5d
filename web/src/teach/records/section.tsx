import { Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './records.module.css';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={title}>
      <Title order={2} size="h3" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
