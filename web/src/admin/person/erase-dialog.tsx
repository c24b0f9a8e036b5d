import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PersonDetail } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance } from '../../desk/tutti.ts';
import type { PeopleNews } from '../people/people.page.tsx';
import { FormDialog } from '../shared/form-dialog.tsx';
import { auditKey, complianceKey, peopleKey, personKey } from '../shared/keys.ts';

interface EraseDialogProps {
  person: PersonDetail;
  opened: boolean;
  onClose(): void;
}

export function EraseDialog({ opened, ...rest }: EraseDialogProps) {
  const { t } = useTranslation('admin');
  return (
    <FormDialog
      title={t('person.eraseTitle', { name: rest.person.name })}
      opened={opened}
      onClose={rest.onClose}
    >
      <EraseForm {...rest} />
    </FormDialog>
  );
}

function EraseForm({ person: { id, name }, onClose }: Omit<EraseDialogProps, 'opened'>) {
  const { t } = useTranslation(['admin', 'account']);
  const queries = useQueryClient();
  const go = useNavigate();
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState(false);
  const erase = useMutation({
    // an erasure is a request that is done: it stays in the records; where it fails, the request stays open
    async mutationFn() {
      const request = await compliance.recordRequest({ subjectId: id, kind: 'erase' });
      await compliance.answerRequest(request.id, { status: 'done' });
    },
    async onSuccess() {
      onClose();
      await go('/admin/people', { replace: true, state: { erased: name } satisfies PeopleNews });
      queries.removeQueries({ queryKey: personKey(id) });
      for (const queryKey of [peopleKey, complianceKey, auditKey])
        void queries.invalidateQueries({ queryKey });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (sure) erase.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{t('person.eraseBody')}</Text>
        <Checkbox
          label={t('person.eraseSure')}
          checked={sure}
          onChange={({ currentTarget }) => setSure(currentTarget.checked)}
          error={tried && !sure ? t('person.eraseSureMissing') : null}
          data-autofocus
        />
        {erase.error && <Refusal error={erase.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('account:states.cancel')}
          </Button>
          <Button type="submit" color="wrong" loading={erase.isPending}>
            {t('person.eraseYes')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
