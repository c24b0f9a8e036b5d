import { UnstyledButton } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';
import classes from './link-like.module.css';

interface LinkLikeProps {
  onClick(event: MouseEvent<HTMLButtonElement>): void;
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
