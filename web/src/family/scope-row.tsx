import { Switch } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './scope-row.module.css';

interface ScopeRowProps {
  title: string;
  checked: boolean;
  onChange(checked: boolean): void;
  /** What it means, and what refusing costs: read out together with the switch. */
  children: ReactNode;
  disabled?: boolean;
  /** Below the switch: why it cannot be moved, or how it stands. */
  foot?: ReactNode;
}

/** One thing that is allowed or not, with what it means. */
export function ScopeRow({ title, checked, onChange, children, disabled = false, foot }: ScopeRowProps) {
  const id = useId();
  return (
    <div className={classes.row} data-on={checked} data-off={disabled}>
      <Switch
        size="lg"
        labelPosition="left"
        label={title}
        checked={checked}
        disabled={disabled}
        withThumbIndicator={false}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={id}
        classNames={{
          body: classes.body,
          track: classes.track,
          labelWrapper: classes.labelWrapper,
          label: classes.label,
        }}
      />
      <div id={id}>{children}</div>
      <div className={classes.foot}>{foot}</div>
    </div>
  );
}
