import { Alert, Button, Paper, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAdministrator, useSignedIn } from '../../desk/account/account.tsx';
import { optionalEmail } from '../../desk/account/field-rules.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDate } from '../../desk/dates.ts';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { sentenceFor } from '../../desk/states/problem.ts';
import { admin } from '../../desk/tutti.ts';
import classes from './people.module.css';

type Role = 'teacher' | 'content_creator' | 'moderator' | 'admin';

export function InviteForm() {
  const { t } = useTranslation(['teach', 'account', 'admin']);
  const queries = useQueryClient();
  const fields = useFields({ email: optionalEmail });
  const { me } = useSignedIn();
  const [role, setRole] = useState<Role>('teacher');
  const invite = useMutation({
    mutationFn: () => admin.invite({ role, email: fields.values.email.trim() || undefined }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['invitations'] }),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (fields.check(event.currentTarget)) invite.mutate();
  }

  if (invite.data) {
    return (
      <NewLink
        link={invite.data.link}
        expiresAt={invite.data.expiresAt}
        onDone={() => {
          invite.reset();
          fields.clear();
        }}
      />
    );
  }
  return (
    <Paper shadow="sm" component="section" className={classes.invite}>
      <Title order={2} size="h3">
        {t('people.inviteTitle')}
      </Title>
      <form onSubmit={submit} noValidate>
        <Stack mt="sm">
          {invite.error && (
            <Alert color="wrong" role="alert">
              {t(`account:states.errors.${sentenceFor(invite.error)}`)}
            </Alert>
          )}
          {isAdministrator(me) && (
            <Radio.Group label={t('people.role')} value={role} onChange={(chosen) => setRole(chosen as Role)}>
              <Stack gap="xs" mt="xs">
                <Radio value="teacher" label={t('people.teacher')} description={t('people.teacherHint')} />
                {(['content_creator', 'moderator'] as const).map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t(`admin:roles.${value}.title`)}
                    description={t(`admin:roles.${value}.text`)}
                  />
                ))}
                <Radio value="admin" label={t('people.admin')} description={t('people.adminHint')} />
              </Stack>
            </Radio.Group>
          )}
          <TextInput
            {...fields.bind('email')}
            type="email"
            label={t('people.email')}
            description={t('people.emailHint')}
            autoComplete="off"
          />
          <Button type="submit" loading={invite.isPending} leftSection={<IconLink size={20} aria-hidden />}>
            {t('people.create')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}

function NewLink({ link, expiresAt, onDone }: { link: string; expiresAt: string; onDone: () => void }) {
  const { t } = useTranslation(['teach', 'account']);
  const date = useDate();
  return (
    <Paper shadow="sm" component="section" className={classes.invite} role="status">
      <Title order={2} size="h3">
        {t('people.linkTitle')}
      </Title>
      <Stack mt="sm">
        <Text>{t('people.linkOnce', { date: date(expiresAt) })}</Text>
        <TextInput
          label={t('people.linkLabel')}
          value={link}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link} label={t('people.copy')} done={t('people.copied')} variant="filled" />
        <Button variant="default" onClick={onDone}>
          {t('people.another')}
        </Button>
      </Stack>
    </Paper>
  );
}
