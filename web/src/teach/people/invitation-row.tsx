import { Alert, Badge, Button, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invitation } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { codeOf, sentenceFor } from '../../desk/states/problem.ts';
import { admin } from '../../desk/tutti.ts';
import classes from './people.module.css';

interface InvitationRowProps {
  invitation: Invitation;
  state: 'open' | 'used' | 'expired';
}

export function InvitationRow({ invitation, state }: InvitationRowProps) {
  const { t } = useTranslation(['teach', 'account', 'admin']);
  const date = useDate();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const withdraw = useMutation({
    mutationFn: () => admin.withdrawInvitation(invitation.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const who = invitation.email ? t('people.forEmail', { email: invitation.email }) : t('people.forAnyone');
  const when = {
    open: () => t('people.expires', { date: date(invitation.expiresAt) }),
    used: () => t('people.used', { date: date(invitation.usedAt ?? invitation.expiresAt) }),
    expired: () => t('people.expired', { date: date(invitation.expiresAt) }),
  }[state]();
  // used or withdrawn meanwhile: the list that is read again says so
  const failed = withdraw.error && codeOf(withdraw.error) !== 'invitation/not-found';

  return (
    <li>
      <Paper shadow="sm" className={classes.row}>
        <div className={classes.who}>
          <Text fw={650}>{who}</Text>
          <Text size="sm" c="dimmed">
            {when}
          </Text>
        </div>
        <Badge variant="light" size="lg" color={invitation.role === 'admin' ? 'primary' : 'gray'}>
          {t(`admin:roles.${invitation.role}.title`)}
        </Badge>
        {state === 'open' && (
          <Button
            variant="default"
            loading={withdraw.isPending}
            aria-label={t('people.withdrawOf', { who: invitation.email ?? t('people.forAnyone') })}
            onClick={() =>
              ask({
                title: t('people.withdrawTitle'),
                body: t('people.withdrawBody'),
                yes: t('people.withdraw'),
                onYes: () => withdraw.mutateAsync().catch(() => {}),
              })
            }
          >
            {t('people.withdraw')}
          </Button>
        )}
        {failed && (
          <Alert color="wrong" role="alert" w="100%">
            {t(`account:states.errors.${sentenceFor(withdraw.error)}`)}
          </Alert>
        )}
      </Paper>
      {dialog}
    </li>
  );
}
