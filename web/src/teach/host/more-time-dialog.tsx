import { Button, Modal, Radio, Stack, Text } from '@mantine/core';
import type { HostPlayer } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import type { Run } from './use-commands.ts';

const factors = [1, 1.25, 1.5, 2, 3] as const;

interface MoreTimeDialogProps {
  /** As the class knows the player now; null: closed. */
  player: HostPlayer | null;
  onClose: () => void;
  run: Run;
}

/** [PTS-3] */
export function MoreTimeDialog({ player, onClose, run }: MoreTimeDialogProps) {
  const { t } = useTranslation(['powers', 'account']);
  const number = useNumber();
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(player);
  useEffect(() => {
    if (player) setShown(player);
  }, [player]);
  if (!shown) return null;
  const { nickname, participantId, timeFactor } = shown;
  return (
    <Modal
      opened={player !== null}
      onClose={onClose}
      title={t('time.title', { name: nickname })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack>
        <Text>{t('time.body')}</Text>
        <Radio.Group
          aria-label={t('time.menu')}
          value={String(timeFactor)}
          onChange={(value) => void run((it) => it.accommodate(participantId, Number(value)))}
        >
          <Stack gap="xs">
            {factors.map((factor) => (
              <Radio
                key={factor}
                value={String(factor)}
                label={factor === 1 ? t('time.off') : t('time.times', { factor: number(factor) })}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Button onClick={onClose}>{t('time.close')}</Button>
      </Stack>
    </Modal>
  );
}
