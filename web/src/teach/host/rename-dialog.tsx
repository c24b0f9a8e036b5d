import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { HostChallenge, HostPlayer } from '@tutti/client';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from './use-commands.ts';

interface RenameDialogProps {
  player: HostPlayer | null;
  onClose: () => void;
  challenge: HostChallenge;
}

export function RenameDialog({ player, onClose, challenge }: RenameDialogProps) {
  const { t } = useTranslation(['teach', 'account']);
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(player);
  const [name, setName] = useState('');
  const { run, busy, refusal, forgetRefusal } = useCommands(challenge);
  useEffect(() => {
    if (!player) return;
    setShown(player);
    setName(player.nickname);
    forgetRefusal();
  }, [player, forgetRefusal]);
  if (!shown) return null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await run((it) => it.rename(shown!.participantId, name))) onClose();
  }
  return (
    <Modal
      opened={player !== null}
      onClose={onClose}
      title={t('host.rename.title', { name: shown.nickname })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('host.rename.label')}
            description={t('host.rename.hint')}
            error={refusal}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
            maxLength={96}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('account:states.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('host.rename.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
