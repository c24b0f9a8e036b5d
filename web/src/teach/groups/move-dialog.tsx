import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import type { WatchedGroup, WatchedLearner } from '@tutti/client/groups';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { mostInGroup } from './deal.ts';
import type { RunOrder } from './use-group-orders.ts';

interface MoveDialogProps {
  /** null: nobody is moved. */
  learner: WatchedLearner | null;
  from: WatchedGroup;
  /** Groups that are not over. */
  others: readonly WatchedGroup[];
  run: RunOrder;
  onClose: () => void;
}

/** [GRP-3] Puts a learner into another group; the learner's device follows by itself. */
export function MoveDialog({ learner, from, others, run, onClose }: MoveDialogProps) {
  const { t } = useTranslation(['runs', 'account']);
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(learner);
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!learner) return;
    setShown(learner);
    setTo('');
  }, [learner]);
  if (!shown) return null;
  const target = others.find(({ sessionId }) => sessionId === to);

  async function move() {
    if (!target) return;
    setBusy(true);
    const moved = await run((watch) => watch.move(shown!.participantId, target.sessionId));
    setBusy(false);
    if (moved) announce(t('move.done', { name: shown!.nickname, number: target.group }));
    onClose();
  }
  return (
    <Modal
      opened={learner !== null}
      onClose={onClose}
      title={t('move.button', { name: shown.nickname })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack>
        <Text>{t('move.body', { number: from.group })}</Text>
        <NativeSelect
          label={t('move.to')}
          value={to}
          onChange={({ currentTarget: { value } }) => setTo(value)}
          data={[
            { value: '', label: t('move.choose') },
            ...others.map((one) => ({
              value: one.sessionId,
              label: t('move.option', { number: one.group, count: one.learners.length }),
              disabled: one.learners.length >= mostInGroup,
            })),
          ]}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('account:states.cancel')}
          </Button>
          <Button loading={busy} disabled={!target} onClick={() => void move()}>
            {t('move.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
