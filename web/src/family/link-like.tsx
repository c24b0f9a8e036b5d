import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './link-like.module.css';

interface LinkLikeProps {
  onClick(): void;
  expanded?: boolean;
  children: ReactNode;
}

/** A small way aside, in the running text. */
export function LinkLike({ onClick, expanded, children }: LinkLikeProps) {
  return (
    <UnstyledButton className={classes.link} onClick={onClick} aria-expanded={expanded}>
      {children}
    </UnstyledButton>
  );
}
