import { Button, Modal, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconFlag } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SessionSummary } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { homework } from '../../desk/tutti.ts';
import { DeleteSession } from '../report/delete-session.tsx';
import { deadlineIn, toField } from './deadline.ts';
import { DeadlineField } from './deadline-field.tsx';
import { keepProgressOf } from './use-progress.ts';

/** More time, less time, or none any more. */
export function ChangeCard({ session }: { session: SessionSummary }) {
  const { t } = useTranslation('homework');
  const go = useNavigate();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const [moving, setMoving] = useState(false);
  const end = useMutation({
    mutationFn: () => homework.end(session.id),
    onSuccess: async () => {
      go(`/teach/sessions/${session.id}/report`);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <Card title={t('change.title')} Icon={IconFlag}>
      <Button
        variant="default"
        leftSection={<IconCalendarTime size={20} aria-hidden />}
        onClick={() => setMoving(true)}
      >
        {t('change.move')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFlag size={20} aria-hidden />}
        onClick={() =>
          ask({
            title: t('change.endTitle'),
            body: t('change.endBody'),
            yes: t('change.endYes'),
            onYes: () => end.mutateAsync().catch(() => undefined),
          })
        }
      >
        {t('change.end')}
      </Button>
      {end.error && <Refusal error={end.error} />}
      {session.status === 'lobby' ? (
        <DeleteSession session={session} isHomework />
      ) : (
        <Text size="sm" c="dimmed">
          {t('change.deleteHint')}
        </Text>
      )}
      {dialog}
      {moving && <MoveDialog session={session} onClose={() => setMoving(false)} />}
    </Card>
  );
}

function MoveDialog({ session, onClose }: { session: SessionSummary; onClose: () => void }) {
  const { t } = useTranslation(['homework', 'account']);
  const queries = useQueryClient();
  const [until, setUntil] = useState(() => toField(new Date(session.closesAt!)));
  const move = useMutation({
    mutationFn: (closesAt: Date) => homework.move(session.id, closesAt.toISOString()),
    onSuccess: async (moved) => {
      keepProgressOf(queries, moved);
      onClose();
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const closesAt = deadlineIn(until, new Date());
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('change.moveTitle')}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack gap="lg">
        <DeadlineField value={until} onChange={setUntil} />
        {move.error && <Refusal error={move.error} />}
        <Button
          disabled={!closesAt}
          loading={move.isPending}
          onClick={() => closesAt && move.mutate(closesAt)}
        >
          {t('change.save')}
        </Button>
      </Stack>
    </Modal>
  );
}
