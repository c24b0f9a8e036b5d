import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { IconDoorExit } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { proofOf, useOwnProof } from '../../desk/account/own-proof.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { family } from '../../desk/tutti.ts';
import type { FamilyNews } from '../children.page.tsx';
import { FamilyRefusal } from '../family-refusal.tsx';
import { childKey } from './use-child.ts';

/** [CON-6] Stop, which can be undone, and delete, which cannot. */
export function EndingCard({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('family');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const [erasing, setErasing] = useState(false);
  const stop = useMutation({
    mutationFn: () => family.stop(child.id),
    onSuccess: async () => {
      for (const queryKey of [childKey(child.id), ['consent-history', child.id], ['children']]) {
        await queries.invalidateQueries({ queryKey });
      }
    },
  });
  const names = { child: child.name };
  return (
    <Card title={t('ending.title')} Icon={IconDoorExit} wide>
      <Text>{t('ending.stopHint')}</Text>
      <div>
        <Button
          variant="default"
          loading={stop.isPending}
          onClick={() =>
            ask({
              title: t('ending.stopTitle'),
              body: t('ending.stopBody', names),
              yes: t('ending.stopYes'),
              onYes: () => stop.mutateAsync().catch(() => undefined),
            })
          }
        >
          {t('ending.stop')}
        </Button>
      </div>
      <div role="status">{stop.isSuccess && <Text>{t('ending.stopped', names)}</Text>}</div>
      {stop.error && <FamilyRefusal error={stop.error} />}
      <Text>{t('ending.eraseHint')}</Text>
      <div>
        <Button variant="outline" color="wrong" onClick={() => setErasing(true)}>
          {t('ending.erase')}
        </Button>
      </div>
      {dialog}
      <EraseDialog child={child} opened={erasing} onClose={() => setErasing(false)} />
    </Card>
  );
}

interface EraseDialogProps {
  child: FamilyChildDetail;
  opened: boolean;
  onClose(): void;
}

function EraseDialog({ child, opened, onClose }: EraseDialogProps) {
  const { t } = useTranslation(['family', 'account']);
  const go = useNavigate();
  const queries = useQueryClient();
  const own = useOwnProof();
  const fields = useFields({ password: own.password });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await family.eraseChild(child.id, proofOf(fields.values.password));
      go('/family', { replace: true, state: { erased: child.name } satisfies FamilyNews });
      await queries.invalidateQueries({ queryKey: ['children'] });
    } catch (error) {
      setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('ending.eraseTitle', { child: child.name })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <Text>{t('ending.eraseBody')}</Text>
          <PasswordInput
            {...fields.bind('password')}
            label={t('ending.erasePassword')}
            description={own.mayHaveNone ? t('account:own.noPassword') : undefined}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('account:signIn.showPassword') }}
          />
          {refusal !== null && <FamilyRefusal error={refusal} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ending.keep')}
            </Button>
            <Button type="submit" color="wrong" loading={working}>
              {t('ending.eraseYes')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
