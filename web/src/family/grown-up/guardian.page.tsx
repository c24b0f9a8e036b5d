import { Button, Text } from '@mantine/core';
import type { GuardianAccepted, GuardianInvitationView } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import accountClasses from '../../desk/account/account.module.css';
import { useAccount } from '../../desk/account/account.tsx';
import { Door } from '../../desk/account/door.tsx';
import { LinkCheck } from '../../desk/account/link-check.tsx';
import { LinkDone } from '../../desk/account/link-done.tsx';
import { family } from '../../desk/tutti.ts';
import { FamilyRefusal } from '../family-refusal.tsx';
import { GrownUpFields } from './grown-up-fields.tsx';
import { useGrownUp } from './use-grown-up.ts';

export function Component() {
  return (
    <LinkCheck name="guardian" look={family.guardianInvitation}>
      {(token, invitation) => <Accept token={token} invitation={invitation} />}
    </LinkCheck>
  );
}

/** The second guardian says yes. */
function Accept({ token, invitation }: { token: string; invitation: GuardianInvitationView }) {
  const { t } = useTranslation('family');
  const account = useAccount();
  const grownUp = useGrownUp(invitation);
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [accepted, setAccepted] = useState<GuardianAccepted | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!grownUp.fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      setAccepted(await family.acceptGuardianship(token, grownUp.entry));
    } catch (error) {
      if (!grownUp.fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  if (accepted) {
    const to = `/family/${accepted.childId}`;
    return (
      <LinkDone title={t('guardian.doneTitle')} text={t('guardian.done', invitation)}>
        <Text>{t('guardian.login', accepted)}</Text>
        <Button
          size="lg"
          component={Link}
          to={account.state === 'signedIn' ? to : '/sign-in'}
          state={{ from: to }}
        >
          {t('confirm.toFamily')}
        </Button>
      </LinkDone>
    );
  }
  return (
    <Door title={t('guardian.title', invitation)} lead={t('guardian.lead', invitation)} wide>
      <form className={accountClasses.form} onSubmit={submit} noValidate>
        <Text>{t('guardian.means', invitation)}</Text>
        <GrownUpFields grownUp={grownUp} child={invitation.child} contact={invitation.contact} />
        {refusal !== null && <FamilyRefusal error={refusal} />}
        <Button type="submit" size="lg" loading={working} mt="xs">
          {t('guardian.submit', invitation)}
        </Button>
        <Text size="sm" c="dimmed">
          {t('guardian.no')}
        </Text>
      </form>
    </Door>
  );
}
