import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PersonDetail } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../desk/states/refusal.tsx';
import { people } from '../../desk/tutti.ts';
import { ColleagueChoice } from '../../teach/classes/one/colleague-choice.tsx';
import { FormDialog } from '../shared/form-dialog.tsx';
import { auditKey, peopleKey, personKey } from '../shared/keys.ts';

interface LeaveDialogProps {
  person: PersonDetail;
  opened: boolean;
  onClose(): void;
  onNews(news: string | null): void;
}

/** A teacher leaves: somebody takes the classes and games. */
export function LeaveDialog({ opened, ...rest }: LeaveDialogProps) {
  const { t } = useTranslation('admin');
  return (
    <FormDialog
      title={t('person.handOverTitle', { name: rest.person.name })}
      opened={opened}
      onClose={rest.onClose}
    >
      <LeaveForm {...rest} />
    </FormDialog>
  );
}

function LeaveForm({ person: { id, name }, onClose, onNews }: Omit<LeaveDialogProps, 'opened'>) {
  const { t } = useTranslation(['admin', 'account']);
  const queries = useQueryClient();
  const [to, setTo] = useState({ id: '', name: '' });
  const [tried, setTried] = useState(false);
  const pass = useMutation({
    mutationFn: () => people.handOver(id, to.id),
    onSuccess({ classes, sessions }) {
      onNews(
        t('person.handedOver', {
          name: to.name,
          classes: t('person.handedClasses', { count: classes }),
          sessions: t('person.handedSessions', { count: sessions }),
        }),
      );
      onClose();
      for (const queryKey of [personKey(id), peopleKey, auditKey, ['classes']])
        void queries.invalidateQueries({ queryKey });
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
        <Text>{t('person.handOverLead', { name })}</Text>
        <ColleagueChoice
          value={to.id}
          onChange={(chosen, called) => setTo({ id: chosen, name: called })}
          without={[id]}
          error={tried && !to.id ? t('person.handOverMissing') : null}
        />
        {pass.error && <Refusal error={pass.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('account:states.cancel')}
          </Button>
          <Button type="submit" color="wrong" loading={pass.isPending}>
            {t('person.handOverYes')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
