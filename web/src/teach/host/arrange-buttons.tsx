import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './powers.module.css';

interface ArrangeButtonsProps {
  round: number;
  prompt: string;
  mayUp: boolean;
  mayDown: boolean;
  mayOut: boolean;
  onMove: (by: 1 | -1) => void;
  onOut: () => void;
}

/** For a question that is still to come. */
export function ArrangeButtons({
  round,
  prompt,
  mayUp,
  mayDown,
  mayOut,
  onMove,
  onOut,
}: ArrangeButtonsProps) {
  const { t } = useTranslation('powers');
  const look = { variant: 'default', size: 40 } as const;
  return (
    <span className={classes.arrange} data-round={round}>
      <ActionIcon
        {...look}
        data-move="-1"
        aria-label={t('run.up', { prompt })}
        disabled={!mayUp}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        data-move="1"
        aria-label={t('run.down', { prompt })}
        disabled={!mayDown}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon {...look} aria-label={t('run.out', { prompt })} disabled={!mayOut} onClick={onOut}>
        <IconTrash size={20} aria-hidden />
      </ActionIcon>
    </span>
  );
}
