import { Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './card.module.css';

interface CardProps {
  title: string;
  Icon: typeof import('@tabler/icons-react').IconUser;
  /** Stands across the whole page. */
  wide?: boolean;
  tone?: 'primary' | 'caution';
  /** By which a link on the same page finds it. */
  anchor?: string;
  /** Beside the title: what changes the whole card. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Card({ title, Icon, wide, tone, anchor, aside, children }: CardProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      shadow="sm"
      className={classes.card}
      id={anchor}
      data-wide={wide}
      data-tone={tone}
      aria-labelledby={id}
    >
      <div className={classes.head}>
        <Title order={2} size="h3" id={id} className={classes.title}>
          <Icon size={28} aria-hidden />
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </Paper>
  );
}
