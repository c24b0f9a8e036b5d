import { Button, Group, Modal } from '@mantine/core';
import { IconArchive, IconArrowsExchange, IconPencil, IconSettings } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../desk/shell/card.tsx';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes } from '../../../desk/tutti.ts';
import { ClassForm } from '../class-form.tsx';
import { useKeep } from '../use-keep.ts';
import { HandOver } from './hand-over.tsx';

export function useTakeOut(id: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: () => classes.changeClass(id, { archived: false }),
    onSuccess: keep,
  });
}

export function MattersCard({ schoolClass }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation(['classes', 'account']);
  const { id, name, role } = schoolClass;
  const keep = useKeep();
  const { ask, dialog } = useAskOnce();
  const [open, setOpen] = useState<'edit' | 'handOver' | null>(null);
  const close = () => setOpen(null);
  const archive = useMutation({
    mutationFn: () => classes.changeClass(id, { archived: true }),
    onSuccess: keep,
  });
  return (
    <Card title={t('one.matters')} Icon={IconSettings} wide>
      {archive.error && <Refusal error={archive.error} />}
      <Group>
        <Button
          variant="default"
          onClick={() => setOpen('edit')}
          leftSection={<IconPencil size={20} aria-hidden />}
        >
          {t('one.edit')}
        </Button>
        {role === 'teacher' && (
          <Button
            variant="default"
            onClick={() => setOpen('handOver')}
            leftSection={<IconArrowsExchange size={20} aria-hidden />}
          >
            {t('one.handOver')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconArchive size={20} aria-hidden />}
          onClick={() =>
            ask({
              title: t('one.archiveTitle', { name }),
              body: t('one.archiveBody'),
              yes: t('one.archiveYes'),
              onYes: () =>
                archive.mutateAsync().then(
                  () => undefined,
                  () => undefined,
                ),
            })
          }
        >
          {t('one.archive')}
        </Button>
      </Group>
      {dialog}
      <Modal
        opened={open === 'edit'}
        onClose={close}
        title={t('form.editTitle')}
        closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
        centered
      >
        <ClassForm
          schoolClass={schoolClass}
          onCancel={close}
          send={async (facts) => {
            keep(await classes.changeClass(id, facts));
            close();
          }}
        />
      </Modal>
      <HandOver schoolClass={schoolClass} opened={open === 'handOver'} onClose={close} />
    </Card>
  );
}
