import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SessionReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { may, useSignedIn } from '../../desk/account/account.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { records } from '../../desk/tutti.ts';

/** For whoever led the game, and for administrators. */
export function DeleteSession({
  session: { id, title, host },
  isHomework,
}: Pick<SessionReport, 'session'> & { isHomework: boolean }) {
  const { t } = useTranslation('records');
  const { me } = useSignedIn();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const remove = useMutation({
    mutationFn: () => records.deleteSession(id),
    onSuccess: async () => {
      navigate('/teach/sessions');
      await queries.invalidateQueries();
    },
  });
  if (host?.id !== me.id && !may('sessions.read_all')(me)) return null;
  return (
    <>
      <Button
        variant="subtle"
        color="wrong"
        leftSection={<IconTrash size={20} aria-hidden />}
        onClick={() =>
          ask({
            title: t('remove.title', { title }),
            body: t('remove.body'),
            yes: t('remove.yes'),
            onYes: () => remove.mutateAsync().catch(() => undefined),
          })
        }
      >
        {t(isHomework ? 'remove.homework' : 'remove.button')}
      </Button>
      {remove.error && <Refusal error={remove.error} />}
      {dialog}
    </>
  );
}
