import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SchoolClass } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSignedIn } from '../../../desk/account/account.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes } from '../../../desk/tutti.ts';
import { classesKey } from '../use-classes.ts';
import type { ClassNews } from './class-news.ts';
import { ColleagueChoice } from './colleague-choice.tsx';

interface HandOverProps {
  schoolClass: SchoolClass;
  opened: boolean;
  onClose(): void;
}

export function HandOver({ schoolClass, opened, onClose }: HandOverProps) {
  const { t } = useTranslation(['classes', 'account']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('handOver.title', { name: schoolClass.name })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <HandOverForm schoolClass={schoolClass} onClose={onClose} />
    </Modal>
  );
}

function HandOverForm({ schoolClass: { id, teachers }, onClose }: Omit<HandOverProps, 'opened'>) {
  const { t } = useTranslation(['classes', 'account']);
  const { me } = useSignedIn();
  const go = useNavigate();
  const queries = useQueryClient();
  const [to, setTo] = useState({ id: '', name: '' });
  const [stay, setStay] = useState(false);
  const [tried, setTried] = useState(false);
  const pass = useMutation({
    // the new teacher first: a class is never without one, and a repeat after a failure does the rest
    async mutationFn() {
      await classes.addTeacher(id, { userId: to.id, role: 'teacher' });
      if (stay) await classes.addTeacher(id, { userId: me.id, role: 'co_teacher' });
      else await classes.removeTeacher(id, me.id);
    },
    async onSuccess() {
      onClose();
      const news = { state: { handedTo: to.name } satisfies ClassNews, replace: true };
      if (!stay) go('/teach/classes', { replace: true });
      await queries.invalidateQueries({ queryKey: classesKey });
      if (stay) go(`/teach/classes/${id}`, news);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (to.id) pass.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t('handOver.lead')}</Text>
        <ColleagueChoice
          value={to.id}
          onChange={(chosen, name) => setTo({ id: chosen, name })}
          without={teachers.filter(({ role }) => role === 'teacher').map((one) => one.id)}
          error={tried && !to.id ? t('teachers.whoMissing') : null}
        />
        <Checkbox
          label={t('handOver.stay')}
          checked={stay}
          onChange={(event) => setStay(event.currentTarget.checked)}
        />
        {pass.error && <Refusal error={pass.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('account:states.cancel')}
          </Button>
          <Button type="submit" loading={pass.isPending}>
            {t('handOver.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
