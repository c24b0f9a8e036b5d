import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Named {
  participantId: string;
  nickname: string;
}

interface RenameDialogProps {
  /** null: nobody is renamed. */
  player: Named | null;
  /** Resolves with whether it was done. */
  rename: (participantId: string, nickname: string) => Promise<boolean>;
  orders: { busy: boolean; refusal: string | null; forgetRefusal: () => void };
  words: { title: (name: string) => string; label: string; hint: string; save: string };
  onClose: () => void;
}

/** [HST-1] Another name for somebody, read by all at once. */
export function RenameDialog({ player, rename, orders, words, onClose }: RenameDialogProps) {
  const { t } = useTranslation('account');
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(player);
  const [name, setName] = useState('');
  const { busy, refusal, forgetRefusal } = orders;
  useEffect(() => {
    if (!player) return;
    setShown(player);
    setName(player.nickname);
    forgetRefusal();
  }, [player, forgetRefusal]);
  if (!shown) return null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await rename(shown!.participantId, name)) onClose();
  }
  return (
    <Modal
      opened={player !== null}
      onClose={onClose}
      title={words.title(shown.nickname)}
      closeButtonProps={{ 'aria-label': t('states.dismiss') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.label}
            description={words.hint}
            error={refusal}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
            maxLength={96}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('states.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
