import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface MoveButtonsProps {
  /** Its name, for who hears the buttons. */
  what: string;
  at: number;
  of: number;
  onMove(to: number): void;
  onRemove?: (() => void) | undefined;
}

/** Another place without dragging. */
export function MoveButtons({ what, at, of, onMove, onRemove }: MoveButtonsProps) {
  const { t } = useTranslation('author');
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t('up', { what })}
        disabled={at === 0}
        onClick={() => onMove(at - 1)}
      >
        <IconArrowUp size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={44}
        aria-label={t('down', { what })}
        disabled={at === of - 1}
        onClick={() => onMove(at + 1)}
      >
        <IconArrowDown size={20} aria-hidden />
      </ActionIcon>
      {onRemove && (
        <ActionIcon variant="default" size={44} aria-label={t('remove', { what })} onClick={onRemove}>
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = list.filter((_, i) => i !== from);
  next.splice(to, 0, list[from]!);
  return next;
}
