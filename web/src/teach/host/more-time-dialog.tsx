import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { HostPlayer } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeChoice } from '../time-choice.tsx';
import type { Run } from './use-commands.ts';

interface MoreTimeDialogProps {
  /** As the class knows the player now; null: closed. */
  player: HostPlayer | null;
  onClose: () => void;
  run: Run;
  isCoHost: boolean;
}

/** [PTS-3] */
export function MoreTimeDialog({ player, onClose, run, isCoHost }: MoreTimeDialogProps) {
  const { t } = useTranslation(['powers', 'account']);
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(player);
  useEffect(() => {
    if (player) setShown(player);
  }, [player]);
  if (!shown) return null;
  const { nickname, participantId, timeFactor, account } = shown;
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
        <TimeChoice
          factor={timeFactor}
          onChoose={(factor) => void run((it) => it.accommodate(participantId, factor))}
        />
        {account && !isCoHost && (
          <Keep
            key={`${participantId} ${timeFactor}`}
            keep={() => run((it) => it.keepAccommodation(participantId, timeFactor))}
          />
        )}
        <Button onClick={onClose}>{t('time.close')}</Button>
      </Stack>
    </Modal>
  );
}

/** Of somebody who plays under an account, for the classes to come. */
function Keep({ keep }: { keep: () => Promise<boolean> }) {
  const { t } = useTranslation('powers');
  const [state, setState] = useState<'kept' | 'failed' | null>(null);
  return (
    <Group>
      <Button variant="default" onClick={async () => setState((await keep()) ? 'kept' : 'failed')}>
        {t('time.keep')}
      </Button>
      <Text role="status" size="sm" {...(state === 'failed' && { c: 'wrong' })}>
        {state === 'kept' && <IconCheck size={18} aria-hidden />}
        {state && t(`time.${state}`)}
      </Text>
    </Group>
  );
}
