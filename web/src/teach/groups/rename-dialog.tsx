import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { GroupWatch, WatchedLearner } from '@tutti/client/groups';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupOrders } from './use-group-orders.ts';

interface RenameDialogProps {
  /** null: nobody is renamed. */
  learner: WatchedLearner | null;
  watch: GroupWatch;
  onClose: () => void;
}

/** [HST-1] Another name for a learner, read by the whole group at once. */
export function RenameDialog({ learner, watch, onClose }: RenameDialogProps) {
  const { t } = useTranslation(['runs', 'account']);
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(learner);
  const [name, setName] = useState('');
  const { run, busy, refusal, forgetRefusal } = useGroupOrders(watch);
  useEffect(() => {
    if (!learner) return;
    setShown(learner);
    setName(learner.nickname);
    forgetRefusal();
  }, [learner, forgetRefusal]);
  if (!shown) return null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await run((watch) => watch.rename(shown!.participantId, name))) onClose();
  }
  return (
    <Modal
      opened={learner !== null}
      onClose={onClose}
      title={t('rename.title', { name: shown.nickname })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('rename.label')}
            description={t('rename.hint')}
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
              {t('rename.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
